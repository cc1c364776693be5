// One line per stream, as it stands in menus and in the file list.

import { bitRate } from '$lib/format/time';
import { language, m } from '$lib/i18n';
import type { ItemFile, Stream } from '$lib/api/types';

const CODEC_NAMES: Record<string, string> = {
	h264: 'H.264',
	hevc: 'HEVC',
	av1: 'AV1',
	vp8: 'VP8',
	vp9: 'VP9',
	mpeg2video: 'MPEG-2',
	mpeg4: 'MPEG-4',
	vc1: 'VC-1',
	aac: 'AAC',
	ac3: 'Dolby Digital',
	eac3: 'Dolby Digital Plus',
	truehd: 'Dolby TrueHD',
	dts: 'DTS',
	opus: 'Opus',
	vorbis: 'Vorbis',
	flac: 'FLAC',
	mp3: 'MP3',
	alac: 'ALAC',
	pcm: 'PCM',
	srt: 'SRT',
	ass: 'ASS',
	webvtt: 'WebVTT',
	mov_text: 'Timed text',
	pgs: 'PGS',
	vobsub: 'VobSub'
};

/** Subtitles that are text and can be drawn by the browser. */
const TEXT_SUBTITLES = new Set(['srt', 'subrip', 'ass', 'ssa', 'webvtt', 'vtt', 'mov_text', 'text']);

export const isTextSubtitle = (stream: Stream) => stream.type === 'subtitle' && TEXT_SUBTITLES.has(stream.codec);

/** Subtitles that are pictures and can be drawn by the player. */
export const isPictureSubtitle = (stream: Stream) => stream.type === 'subtitle' && ['pgs', 'vobsub'].includes(stream.codec);

export const streamsOf = (file: ItemFile | null | undefined, type: Stream['type']): Stream[] =>
	file?.streams.filter((s) => s.type === type) ?? [];

export function codecName(codec: string): string {
	return CODEC_NAMES[codec] ?? codec.replace(/^unknown:/, '').toUpperCase();
}

/** `German`, from `de`, `ger` or `deu`; the code itself where nobody knows it. */
export function languageName(code: string | null | undefined): string {
	if (!code || code === 'und') return '';
	try {
		return new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code;
	} catch {
		return code;
	}
}

/** `English · Dolby Digital · 5.1`. */
export function streamLabel(stream: Stream): string {
	const parts = [languageName(stream.language) || stream.title || codecName(stream.codec)];
	if (stream.language && stream.title && stream.title !== parts[0]) parts.push(stream.title);
	if (parts[0] !== codecName(stream.codec)) parts.push(codecName(stream.codec));
	if (stream.type === 'audio' && stream.channels) parts.push(m.item.channels(stream.channels));
	if (stream.forced) parts.push(m.item.forced);
	return parts.join(' · ');
}

/** Every fact of a stream, for the file list. */
export function streamFacts(stream: Stream): string {
	const parts = [codecName(stream.codec)];
	if (stream.profile) parts.push(stream.profile);
	if (stream.width && stream.height) parts.push(`${stream.width} × ${stream.height}`);
	if (stream.frame_rate) {
		const rate = new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(stream.frame_rate);
		parts.push(m.item.framesPerSecond(rate));
	}
	if (stream.bit_depth && stream.type === 'video') parts.push(m.item.bits(stream.bit_depth));
	if (stream.hdr) parts.push(stream.hdr.toUpperCase().replace('_', ' '));
	if (stream.channels) parts.push(m.item.channels(stream.channels));
	if (stream.sample_rate) parts.push(`${new Intl.NumberFormat(language).format(stream.sample_rate / 1000)} kHz`);
	const named = languageName(stream.language);
	if (named) parts.push(named);
	if (stream.title) parts.push(stream.title);
	if (stream.default) parts.push(m.item.standard);
	if (stream.forced) parts.push(m.item.forced);
	return parts.join(' · ');
}

/** `4K`, `1080p`, `576p`: the height that people call a picture by. */
export function resolutionName(file: ItemFile): string {
	const video = streamsOf(file, 'video')[0];
	return video?.width && video.height ? pictureName(video.width, video.height) : '';
}

export function pictureName(width: number, height: number): string {
	if (width >= 3200) return '4K';
	const line = [2160, 1440, 1080, 720, 576, 480, 360, 240].find((h) => height > h * 0.86 || width > ((h * 16) / 9) * 0.95);
	return `${line ?? height}p`;
}

/** `1080p · H.264 · MKV · 4.5 Mbit/s`. */
export function fileLabel(file: ItemFile): string {
	const video = streamsOf(file, 'video')[0];
	return [
		file.edition ?? '',
		file.part ? m.item.part(file.part) : '',
		resolutionName(file),
		video ? codecName(video.codec) : '',
		(file.container ?? '').toUpperCase(),
		bitRate(file.bit_rate, language)
	]
		.filter((part) => part !== '')
		.join(' · ');
}
