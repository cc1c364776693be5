// What will probably happen when somebody presses play, said before they do. The server decides; this compares the file
// with the device that will be posted by the same rules, so that the item page can speak without opening a session.

import type { Device, ItemFile, Method, Stream, VideoCodec } from '$lib/api/types';
import type { Reason } from './reasons';
import { streamsOf } from './streams';

export function likelyMethod(file: ItemFile, device: Device, audioIndex?: number): { method: Method; reasons: Reason[] } {
	const video = streamsOf(file, 'video')[0];
	const sounds = streamsOf(file, 'audio');
	const own = sounds.find((s) => s.default) ?? sounds[0];
	const audio = sounds.find((s) => s.index === audioIndex) ?? own;
	const whole = device.file;

	const against: string[] = [];
	if (!file.container || !whole.containers.includes(file.container)) against.push('container');
	against.push(...videoMisfits(video, whole.video_codecs));
	if (audio && !whole.audio_codecs.includes(audio.codec)) against.push('audio_codec_not_supported');
	if (audio?.channels && device.max_channels && audio.channels > device.max_channels) against.push('audio_channels');
	if (audio && audio !== own) against.push('audio_choice');
	if (against.length === 0) return { method: 'direct', reasons: [] };

	const againstCopy = videoMisfits(video, device.video_codecs);
	const codes = againstCopy.length > 0 ? againstCopy : against;
	return { method: againstCopy.length > 0 ? 'transcode' : 'remux', reasons: codes.map((code) => ({ code })) };
}

function videoMisfits(video: Stream | undefined, codecs: readonly VideoCodec[]): string[] {
	if (!video) return [];
	const ability = codecs.find((c) => c.codec === video.codec);
	if (!ability) return ['video_codec_not_supported'];
	const misfits: string[] = [];
	const over = (value: number | null | undefined, limit: number | null | undefined) => value != null && limit != null && value > limit;
	if (over(video.width, ability.max_width) || over(video.height, ability.max_height)) misfits.push('video_size');
	if ((video.bit_depth ?? 8) > (ability.max_bit_depth ?? 8)) misfits.push('bit_depth');
	if (video.hdr && !ability.hdr) misfits.push('hdr');
	return misfits;
}
