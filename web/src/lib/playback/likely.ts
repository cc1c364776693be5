// What will probably happen when somebody presses play, said before they do. The server decides; this only compares the
// file with the device that will be posted, so that the item page can speak without opening a session.

import type { Device, ItemFile, Method } from '$lib/api/types';
import { streamsOf } from './streams';

export function likelyMethod(file: ItemFile, device: Device): { method: Method; reasons: string[] } {
	const video = streamsOf(file, 'video')[0];
	const audio = streamsOf(file, 'audio')[0];
	const reasons: string[] = [];
	if (video) {
		const codec = device.video_codecs.find((c) => c.codec === video.codec);
		if (!codec) reasons.push('video_codec_not_supported');
		else if (video.bit_depth && codec.max_bit_depth && video.bit_depth > codec.max_bit_depth) reasons.push('bit_depth');
		else if (video.hdr && !codec.hdr) reasons.push('hdr');
		if (reasons.length > 0) return { method: 'transcode', reasons };
	}
	const whole = device.file ?? device;
	if (!file.container || !whole.containers.includes(file.container)) reasons.push('container');
	if (audio && !whole.audio_codecs.includes(audio.codec)) reasons.push('audio_codec_not_supported');
	return { method: reasons.length > 0 ? 'remux' : 'direct', reasons };
}
