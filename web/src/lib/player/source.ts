// Puts a session's stream into a <video>: the file itself, HLS through hls.js, or native HLS where there is no Media
// Source Extension. hls.js goes first: Chromium now also claims native HLS, which knows no renditions.

import type Hls from 'hls.js';
import type { PlaybackSession } from '$lib/api/types';
import { pictureOf } from './renditions';

export type Fault = 'network' | 'decode' | 'source';

export interface Source {
	kind: 'direct' | 'hls' | 'native-hls';
	hls: Hls | null;
	/** Plays another picture of the same session from the next segment on; false where there is none of that height. */
	showPicture(height: number | null): boolean;
	/** Moves before anything has arrived: plain `currentTime` would wait for the first segment. */
	seekEarly(seconds: number): void;
	destroy(): void;
}

export interface Attach {
	video: HTMLVideoElement;
	session: PlaybackSession;
	startSeconds: number;
	onFault: (fault: Fault) => void;
}

export async function attach({ video, session, startSeconds, onFault }: Attach): Promise<Source> {
	if (session.direct_url) return attachUrl(video, session.direct_url, startSeconds, 'direct');
	if (!session.hls_url) throw new Error('the session has no stream');
	const { default: HlsPlayer } = await import('hls.js');
	if (!HlsPlayer.isSupported()) return attachUrl(video, session.hls_url, startSeconds, 'native-hls');
	return attachHls(HlsPlayer, video, session.hls_url, startSeconds, onFault);
}

function attachUrl(video: HTMLVideoElement, url: string, startSeconds: number, kind: 'direct' | 'native-hls'): Source {
	let wanted = startSeconds;
	const place = () => {
		if (wanted > 0) video.currentTime = wanted;
	};
	video.addEventListener('loadedmetadata', place, { once: true });
	video.src = url;
	return {
		kind,
		hls: null,
		showPicture: () => false,
		seekEarly(seconds) {
			wanted = seconds;
			if (video.readyState >= HTMLMediaElement.HAVE_METADATA) video.currentTime = seconds;
		},
		destroy() {
			video.removeEventListener('loadedmetadata', place);
			video.removeAttribute('src');
			video.load();
		}
	};
}

/** A segment may take as long as a pipeline needs to start on a small board; giving up early would start it twice. */
const FIRST_BYTE_MS = 60_000;
const PLAYLIST_FIRST_BYTE_MS = 30_000;

function attachHls(
	HlsPlayer: typeof Hls,
	video: HTMLVideoElement,
	url: string,
	startSeconds: number,
	onFault: (fault: Fault) => void
): Source {
	const patient = {
		default: {
			maxTimeToFirstByteMs: PLAYLIST_FIRST_BYTE_MS,
			maxLoadTimeMs: 60_000,
			timeoutRetry: { maxNumRetry: 2, retryDelayMs: 0, maxRetryDelayMs: 0 },
			errorRetry: { maxNumRetry: 4, retryDelayMs: 500, maxRetryDelayMs: 4_000, backoff: 'exponential' as const }
		}
	};
	const hls = new HlsPlayer({
		startPosition: startSeconds,
		// Started once the planned picture has been chosen: by bandwidth it would be judged by how fast an encoder is.
		autoStartLoad: false,
		maxBufferLength: 30,
		// Without this ceiling a low bit rate makes hls.js fetch ten minutes ahead, and the server encode them.
		maxMaxBufferLength: 60,
		backBufferLength: 30,
		startFragPrefetch: true,
		testBandwidth: false,
		lowLatencyMode: false,
		capLevelToPlayerSize: false,
		// fMP4 needs hardly any work; a worker is one more request and 35 KiB.
		enableWorker: false,
		// subtitles/ fetches them whole.
		enableWebVTT: false,
		subtitleTrackController: undefined,
		subtitleStreamController: undefined,
		timelineController: undefined,
		fragLoadPolicy: {
			default: {
				maxTimeToFirstByteMs: FIRST_BYTE_MS,
				maxLoadTimeMs: 120_000,
				timeoutRetry: { maxNumRetry: 2, retryDelayMs: 0, maxRetryDelayMs: 0 },
				errorRetry: { maxNumRetry: 6, retryDelayMs: 500, maxRetryDelayMs: 4_000, backoff: 'exponential' }
			}
		},
		playlistLoadPolicy: patient,
		manifestLoadPolicy: patient
	});
	let recovered = false;
	hls.on(HlsPlayer.Events.ERROR, (_, data) => {
		if (!data.fatal) return;
		if (data.type === HlsPlayer.ErrorTypes.MEDIA_ERROR && !recovered) {
			recovered = true;
			hls.recoverMediaError();
			return;
		}
		onFault(data.type === HlsPlayer.ErrorTypes.NETWORK_ERROR ? 'network' : 'decode');
	});
	const levelOf = (height: number | null) => hls.levels.findIndex((level) => pictureOf(level.uri) === height);
	hls.on(HlsPlayer.Events.MANIFEST_PARSED, () => {
		hls.loadLevel = levelOf(null);
		hls.startLoad(startSeconds);
	});
	hls.loadSource(url);
	hls.attachMedia(video);
	return {
		kind: 'hls',
		hls,
		showPicture(height) {
			const level = levelOf(height);
			if (level < 0) return false;
			hls.nextLevel = level;
			return true;
		},
		seekEarly(seconds) {
			hls.stopLoad();
			hls.startLoad(seconds);
			video.currentTime = seconds;
		},
		destroy() {
			hls.destroy();
		}
	};
}
