// Playback sessions on the server: begun for a title with what this browser can do, ended when nobody watches.

import { api, take } from '$lib/api/client';
import type { Method, PlaybackSession } from '$lib/api/types';
import { thisDevice } from './device';

/** Bits per second of the whole stream; null is the source's own. */
export const QUALITIES = { auto: null, high: 8_000_000, medium: 4_000_000, low: 1_500_000 } as const;
export type Quality = keyof typeof QUALITIES;

export interface Wish {
	itemId: string;
	startSeconds: number;
	quality: Quality;
	fileId: string | undefined;
	audioStream: number | undefined;
	/** -1 is off. */
	subtitleStream: number;
	/** An order; without it the server takes the cheapest that plays here. */
	method: Method | undefined;
}

export async function beginSession(wish: Wish): Promise<PlaybackSession> {
	const device = await thisDevice();
	const limit = QUALITIES[wish.quality];
	return take(
		api.POST('/api/v1/playback/sessions', {
			body: {
				item_id: wish.itemId,
				start_ms: Math.round(wish.startSeconds * 1000),
				device: limit === null ? device : { ...device, max_bit_rate: limit },
				...(wish.fileId === undefined ? {} : { file_id: wish.fileId }),
				...(wish.audioStream === undefined ? {} : { audio_stream: wish.audioStream }),
				...(wish.subtitleStream < 0 ? {} : { subtitle_stream: wish.subtitleStream }),
				...(wish.method === undefined ? {} : { method: wish.method })
			}
		})
	);
}

/** Tells the server that nobody watches any more; it would notice by itself later. */
export async function endSession(id: string): Promise<void> {
	await take(api.DELETE('/api/v1/playback/sessions/{id}', { params: { path: { id } }, keepalive: true })).catch(() => undefined);
}
