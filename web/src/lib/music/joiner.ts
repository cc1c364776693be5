// Tracks behind each other in one source buffer: what makes an album play without a gap.
//
// Each track is appended at the place where the one before it ends, inside a window that cuts off what is not music; the
// server says to the sample where that is. One track is fetched at a time, some seconds ahead; the next one begins when the
// last segment of the one before is there and its end comes near.

import type { PlaybackSession } from '$lib/api/types';
import { masterSound, soundOf, type Sound } from './playlist';

/** So much is fetched ahead of what is heard. */
const AHEAD_S = 40;
/** The next track is asked for so long before the end of this one. */
const NEXT_S = 20;
/** What was heard so long ago is taken out of memory. */
const BEHIND_S = 30;

export interface Piece<T> {
	track: T;
	session: PlaybackSession;
	/** Where it lies in the element's time. */
	start: number;
	end: number;
}

export interface Asks<T> {
	/** What follows; null at the end. Called once for each. */
	next(): { track: T; session: Promise<PlaybackSession> } | null;
	failed(error: unknown): void;
}

const Source: typeof MediaSource | undefined =
	(globalThis as { ManagedMediaSource?: typeof MediaSource }).ManagedMediaSource ?? globalThis.MediaSource;

export const canJoin = Source !== undefined;

export class Joiner<T> {
	readonly pieces: Piece<T>[] = [];
	readonly #audio: HTMLAudioElement;
	readonly #asks: Asks<T>;
	readonly #stop = new AbortController();
	#url: string | undefined;

	constructor(audio: HTMLAudioElement, asks: Asks<T>) {
		this.#audio = audio;
		this.#asks = asks;
	}

	/** Begins with a track at a moment of it. */
	async play(track: T, session: PlaybackSession, at: number): Promise<void> {
		if (!Source) throw new Error('no media source');
		const source = new Source();
		this.#url = URL.createObjectURL(source);
		this.#audio.disableRemotePlayback = true;
		this.#audio.src = this.#url;
		await happened(source, 'sourceopen');
		void this.#fill(source, { track, session }, at).catch((error: unknown) => {
			if (!this.#stop.signal.aborted) this.#asks.failed(error);
		});
	}

	close(): void {
		this.#stop.abort();
		if (this.#url) URL.revokeObjectURL(this.#url);
	}

	/** What is heard at a moment of the element. */
	pieceAt(time: number): Piece<T> | undefined {
		return this.pieces.findLast((piece) => piece.start <= time + 0.001) ?? this.pieces[0];
	}

	async #fill(source: MediaSource, first: { track: T; session: PlaybackSession }, at: number): Promise<void> {
		let buffer: SourceBuffer | undefined;
		let from = at;
		let entry: { track: T; session: PlaybackSession } | null = first;
		while (entry) {
			const { session } = entry;
			const sound = await this.#sound(session);
			const start: number = this.pieces.at(-1)?.end ?? 0;
			const whole = sound.segments.at(-1)?.end ?? 0;
			const { gapless } = session;
			const ahead = gapless ? gapless.start_sample / gapless.sample_rate : 0;
			const length = gapless ? gapless.n_samples / gapless.sample_rate : whole;
			const piece = { ...entry, start, end: start + length };
			if (!buffer) buffer = source.addSourceBuffer(sound.type);
			else if (typeof buffer.changeType === 'function') buffer.changeType(sound.type);
			// The end first: a window must not be empty in between.
			buffer.appendWindowEnd = Number.POSITIVE_INFINITY;
			buffer.appendWindowStart = start;
			buffer.appendWindowEnd = piece.end;
			buffer.timestampOffset = start - ahead;
			this.pieces.push(piece);
			await this.#append(buffer, await this.#bytes(sound.init));
			for (const segment of sound.segments.filter((s) => s.end - ahead > from)) {
				await this.#until(() => start + segment.start - this.#audio.currentTime < AHEAD_S);
				await this.#append(buffer, await this.#bytes(segment.url));
				if (from > 0 && this.#audio.currentTime < start + from) this.#audio.currentTime = start + from;
				from = 0;
				await this.#forget(buffer);
			}
			await this.#until(() => piece.end - this.#audio.currentTime < NEXT_S);
			const next = this.#asks.next();
			entry = next ? { track: next.track, session: await next.session } : null;
		}
		if (source.readyState === 'open') source.endOfStream();
	}

	async #sound(session: PlaybackSession): Promise<Sound> {
		const base = new URL(session.hls_url ?? '', location.href).href;
		const { url, codec } = masterSound(await this.#text(base), base);
		return soundOf(await this.#text(url), url, codec);
	}

	async #text(url: string): Promise<string> {
		return (await this.#get(url)).text();
	}

	async #bytes(url: string): Promise<ArrayBuffer> {
		return (await this.#get(url)).arrayBuffer();
	}

	async #get(url: string): Promise<Response> {
		const response = await fetch(url, { signal: this.#stop.signal });
		if (!response.ok) throw new Error(`${String(response.status)} for a part of the sound`);
		return response;
	}

	async #append(buffer: SourceBuffer, bytes: ArrayBuffer): Promise<void> {
		this.#stop.signal.throwIfAborted();
		buffer.appendBuffer(bytes);
		await happened(buffer, 'updateend');
	}

	async #forget(buffer: SourceBuffer): Promise<void> {
		const until = this.#audio.currentTime - BEHIND_S;
		const begin = buffer.buffered.length > 0 ? buffer.buffered.start(0) : Number.POSITIVE_INFINITY;
		if (begin >= until - BEHIND_S) return;
		buffer.remove(begin, until);
		await happened(buffer, 'updateend');
	}

	/** Looks again with each step of the element's clock. */
	async #until(isSo: () => boolean): Promise<void> {
		while (!isSo()) {
			await happened(this.#audio, 'timeupdate', this.#stop.signal);
		}
		this.#stop.signal.throwIfAborted();
	}
}

function happened(target: EventTarget, name: string, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		target.addEventListener(name, () => resolve(), { once: true, ...(signal ? { signal } : {}) });
		signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
	});
}
