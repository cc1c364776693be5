// Playback sessions on the server: begun for a title with what this browser can do, ended when nobody watches.

import { api, take } from '$lib/api/client';
import type { Method, NewPlaybackSession, Outlook, PlaybackSession } from '$lib/api/types';
import type { TrackChoice } from '$lib/playback/choice';
import type { QualityName } from '$lib/playback/quality';
import { thisDevice } from './device';

export interface Wish {
	itemId: string;
	startSeconds: number;
	quality: QualityName;
	fileId: string | undefined;
	audioStream: number | undefined;
	/** -1 is none; undefined leaves it to what the viewer likes. */
	subtitleStream: number | undefined;
	/** An order; without it the server takes the cheapest that plays here. */
	method: Method | undefined;
	/** The session that the new one takes over from; the server ends it. */
	replaces: string | undefined;
}

export async function beginSession(wish: Wish): Promise<PlaybackSession> {
	const body: NewPlaybackSession = {
		item_id: wish.itemId,
		start_ms: Math.round(wish.startSeconds * 1000),
		device: await thisDevice(),
		// hls.js is told which variant to take, so it may know of all; a browser's own HLS would choose by how fast an
		// encoder is.
		ladder: 'MediaSource' in globalThis || 'ManagedMediaSource' in globalThis
	};
	if (wish.fileId !== undefined) body.file_id = wish.fileId;
	if (wish.audioStream !== undefined) body.audio_stream = wish.audioStream;
	if (wish.subtitleStream !== undefined) body.subtitle_stream = wish.subtitleStream < 0 ? null : wish.subtitleStream;
	if (wish.method !== undefined) body.method = wish.method;
	if (wish.quality !== null) body.max_height = wish.quality;
	if (wish.replaces !== undefined) body.replaces = wish.replaces;
	return take(api.POST('/api/v1/playback/sessions', { body }));
}

/** What would happen on play, and what it would cost. */
export async function foresee(itemId: string, choice: TrackChoice, signal: AbortSignal): Promise<Outlook> {
	const body: NewPlaybackSession = { item_id: itemId, device: await thisDevice() };
	if (choice.file !== undefined) body.file_id = choice.file;
	if (choice.audio !== undefined) body.audio_stream = choice.audio;
	if (choice.subtitle !== undefined) body.subtitle_stream = choice.subtitle < 0 ? null : choice.subtitle;
	if (choice.quality !== undefined) body.max_height = choice.quality;
	return take(api.POST('/api/v1/playback/verdict', { body, signal }));
}

/** An address of the file as it is, for what is not our player; it needs no signing in. */
export async function wholeFile(itemId: string, fileId: string): Promise<string> {
	const body: NewPlaybackSession = { item_id: itemId, file_id: fileId, device: {}, method: 'direct' };
	const session = await take(api.POST('/api/v1/playback/sessions', { body }));
	if (!session.direct_url) throw new Error('the session has no file');
	return session.direct_url;
}

/** Tells the server that nobody watches any more; it would notice by itself later. */
export async function endSession(id: string): Promise<void> {
	await take(api.DELETE('/api/v1/playback/sessions/{id}', { params: { path: { id } }, keepalive: true })).catch(() => undefined);
}
