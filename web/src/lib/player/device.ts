// What this browser can play, as the `device` of a playback session. Asked once per page load and never stored: a driver
// or browser update changes it.
//
// Two sets, because they differ: what Media Source Extensions take in fragmented MP4 (the HLS side), and what a plain
// <video src> takes (whole files). Only `MediaSource.isTypeSupported` is believed for the first: `canPlayType` says
// "probably" for MP3 in MP4 and "maybe" for HLS, and is wrong about both under MSE.

import type { Device, FileDevice, VideoCodec } from '$lib/api/types';

/** What the profile asks of its surroundings, so that a test can be the browser. */
export interface Abilities {
	/** MSE, full RFC 6381 string. */
	mse(type: string): boolean;
	/** `<video>.canPlayType`. */
	file(type: string): boolean;
	/** Supported and smooth at this size. */
	smooth(kind: 'media-source' | 'file', contentType: string, size: VideoSize): Promise<boolean>;
	hdrScreen: boolean;
	maxChannels: number;
}

export interface VideoSize {
	width: number;
	height: number;
	framerate: number;
	bitrate: number;
}

interface Codec {
	name: string;
	/** 8 bit, at a level that 1080p needs. */
	strings: readonly string[];
	tenBit?: string;
}

const VIDEO: readonly Codec[] = [
	{ name: 'h264', strings: ['avc1.640028', 'avc1.4d0028', 'avc1.42e01e'], tenBit: 'avc1.6e0028' },
	{ name: 'hevc', strings: ['hvc1.1.6.L120.B0', 'hev1.1.6.L120.B0'], tenBit: 'hvc1.2.4.L120.B0' },
	{ name: 'vp9', strings: ['vp09.00.40.08'], tenBit: 'vp09.02.40.10' },
	{ name: 'av1', strings: ['av01.0.08M.08'], tenBit: 'av01.0.08M.10' }
];

const AUDIO: readonly (readonly [name: string, codec: string])[] = [
	['aac', 'mp4a.40.2'],
	['opus', 'opus'],
	['flac', 'flac'],
	['mp3', 'mp3'],
	['ac3', 'ac-3'],
	['eac3', 'ec-3'],
	['alac', 'alac']
];

/** Files that a browser may open as they are: container on the wire, MIME type, what to try inside. */
const CONTAINERS: readonly { name: string; mime: string; probe: string }[] = [
	{ name: 'mp4', mime: 'video/mp4', probe: 'avc1.640028,mp4a.40.2' },
	{ name: 'webm', mime: 'video/webm', probe: 'vp09.00.40.08,opus' },
	{ name: 'mkv', mime: 'video/x-matroska', probe: 'avc1.640028,mp4a.40.2' },
	{ name: 'mp3', mime: 'audio/mpeg', probe: '' },
	{ name: 'flac', mime: 'audio/flac', probe: '' },
	{ name: 'ogg', mime: 'audio/ogg', probe: 'opus' },
	{ name: 'wav', mime: 'audio/wav', probe: '' }
];

const SIZES: readonly VideoSize[] = [
	{ width: 3840, height: 2160, framerate: 60, bitrate: 40_000_000 },
	{ width: 3840, height: 2160, framerate: 24, bitrate: 25_000_000 },
	{ width: 1920, height: 1080, framerate: 60, bitrate: 12_000_000 }
];

export async function deviceProfile(can: Abilities, name: string): Promise<Device> {
	const audio = AUDIO.filter(([, c]) => can.mse(`audio/mp4; codecs="${c}"`)).map(([n]) => n);
	const video = await videoCodecs(can, 'media-source', (c) => can.mse(`video/mp4; codecs="${c}"`));
	return {
		name,
		containers: containersOf(can),
		video_codecs: video,
		audio_codecs: audio,
		max_channels: can.maxChannels,
		// What the player draws over the film by itself.
		subtitles: ['ass', 'pgs', 'vobsub'],
		file: await fileProfile(can)
	};
}

async function fileProfile(can: Abilities): Promise<FileDevice> {
	return {
		containers: containersOf(can),
		video_codecs: await videoCodecs(can, 'file', (c) => can.file(`video/mp4; codecs="${c}"`)),
		audio_codecs: AUDIO.filter(([, c]) => can.file(`audio/mp4; codecs="${c}"`)).map(([n]) => n)
	};
}

function containersOf(can: Abilities): string[] {
	return CONTAINERS.filter(({ mime, probe }) => can.file(probe ? `${mime}; codecs="${probe}"` : mime)).map((c) => c.name);
}

async function videoCodecs(
	can: Abilities,
	kind: 'media-source' | 'file',
	plays: (codec: string) => boolean
): Promise<VideoCodec[]> {
	const found: VideoCodec[] = [];
	for (const codec of VIDEO) {
		const works = codec.strings.find(plays);
		if (!works) continue;
		const type = `video/mp4; codecs="${works}"`;
		const size = await largestSmooth(can, kind, type);
		const deep = codec.tenBit !== undefined && plays(codec.tenBit) && (await tenBitIsSmooth(can, kind, codec));
		found.push({
			codec: codec.name,
			max_width: size.width,
			max_height: size.height,
			max_bit_depth: deep ? 10 : 8,
			hdr: deep && can.hdrScreen && codec.name !== 'h264'
		});
	}
	return found;
}

async function largestSmooth(can: Abilities, kind: 'media-source' | 'file', type: string): Promise<VideoSize> {
	for (const size of SIZES) {
		if (await can.smooth(kind, type, size)) return size;
	}
	// Every browser that takes the codec is trusted with full HD; a slower one tells by dropped frames.
	return { width: 1920, height: 1080, framerate: 30, bitrate: 8_000_000 };
}

/** H.264 High 10 is software everywhere and a slideshow on weak boxes: asked at the size it would be played in. */
function tenBitIsSmooth(can: Abilities, kind: 'media-source' | 'file', codec: Codec): Promise<boolean> {
	const size = { width: 1920, height: 1080, framerate: 24, bitrate: 8_000_000 };
	return can.smooth(kind, `video/mp4; codecs="${codec.tenBit}"`, size);
}

/** The abilities of the browser that runs this page. */
export function browserAbilities(): Abilities {
	const source = globalThis.MediaSource ?? (globalThis as { ManagedMediaSource?: typeof MediaSource }).ManagedMediaSource;
	const probe = document.createElement('video');
	return {
		mse: (type) => source?.isTypeSupported(type) ?? false,
		file: (type) => probe.canPlayType(type) !== '',
		async smooth(kind, contentType, size) {
			if (!('mediaCapabilities' in navigator)) return false;
			try {
				const info = await navigator.mediaCapabilities.decodingInfo({ type: kind, video: { contentType, ...size } });
				return info.supported && info.smooth;
			} catch {
				return false;
			}
		},
		hdrScreen: matchMedia('(dynamic-range: high)').matches,
		maxChannels: speakerChannels()
	};
}

function speakerChannels(): number {
	try {
		const context = new AudioContext();
		const channels = context.destination.maxChannelCount;
		void context.close();
		return Math.max(channels, 2);
	} catch {
		return 2;
	}
}

let profile: Promise<Device> | undefined;

/** The profile of this browser, made at first use. */
export function thisDevice(): Promise<Device> {
	profile ??= deviceProfile(browserAbilities(), browserName());
	return profile;
}

function browserName(): string {
	const agent = navigator.userAgent;
	const known = [/(Edg|OPR|Firefox|Chrome)\/(\d+)/, /Version\/(\d+).*(Safari)/];
	for (const pattern of known) {
		const found = pattern.exec(agent);
		if (found) return `${found[1]} ${found[2]}`.replace('Edg ', 'Edge ').replace('OPR ', 'Opera ');
	}
	return 'Browser';
}
