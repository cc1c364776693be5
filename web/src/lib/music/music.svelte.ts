// The music player: a queue, what is heard of it, and what the system's media keys do. It lives beside the pages, so that
// it goes on while they change. One element plays everything; `joiner` puts the tracks into it without a gap. A browser
// without media sources plays file after file.

import { api, take } from '$lib/api/client';
import type { ItemSummary, PlaybackSession } from '$lib/api/types';
import { thisDevice } from '$lib/player/device';
import { Gain, gainOf } from '$lib/player/loudness';
import { PositionSaver } from '$lib/player/saver';
import { endSession } from '$lib/player/session';
import { keepVolume, restoreVolume } from '$lib/player/volume';
import { deck } from './deck.svelte';
import { canJoin, Joiner, type Piece } from './joiner';
import { before, current, following, newQueue, nextRepeat, reshuffled, skipped, type Queue } from './queue';
import { urlOf } from '$lib/urls';

type Track = ItemSummary;

/** Pressed later than this into a track, "previous" begins it anew. */
const RESTART_S = 3;

class Music {
	queue = $state.raw<Queue<Track> | null>(null);
	/** What is heard. */
	track = $state.raw<Track | null>(null);
	paused = $state(true);
	position = $state(0);
	duration = $state(0);
	volume = $state(1);
	muted = $state(false);
	error = $state.raw<unknown>(null);

	#audio: HTMLAudioElement | undefined;
	#gain: Gain | undefined;
	#joiner: Joiner<Track> | undefined;
	#plain: Piece<Track> | undefined;
	#heard: Piece<Track> | undefined;
	#saver: PositionSaver | undefined;
	#boundary: ReturnType<typeof setTimeout> | undefined;
	/** Place in the queue that is fetched last: by itself or by the joiner. */
	#fetched = 0;
	/** Rises with each start; what belongs to an earlier one is dropped. */
	#turn = 0;

	async play(tracks: readonly Track[], first: number, shuffled: boolean): Promise<void> {
		const repeat = this.queue?.repeat ?? 'off';
		this.queue = { ...newQueue(tracks, first, shuffled, Math.random), repeat };
		await this.#start(this.queue.at, 0);
	}

	toggle(): void {
		if (!this.#audio) return;
		if (this.#audio.paused) void this.#audio.play().catch(() => undefined);
		else this.#audio.pause();
	}

	next(): void {
		const place = this.queue ? skipped(this.queue) : null;
		if (place !== null) void this.#start(place, 0);
	}

	previous(): void {
		if (!this.queue) return;
		if (this.position > RESTART_S) this.seek(0);
		else void this.#start(before(this.queue), 0);
	}

	jump(place: number): void {
		void this.#start(place, 0);
	}

	/** Seconds of the track that is heard. */
	seek(seconds: number): void {
		const { queue } = this;
		const audio = this.#audio;
		const piece = this.#heard;
		if (!queue || !audio || !piece) return;
		const time = piece.start + Math.min(Math.max(seconds, 0), Math.max(0, piece.end - piece.start - 0.5));
		const isThere = Array.from({ length: audio.buffered.length }, (_, n) => n).some(
			(n) => audio.buffered.start(n) <= time && time < audio.buffered.end(n) - 0.5
		);
		if (isThere || !this.#joiner) audio.currentTime = time;
		else void this.#start(queue.at, time - piece.start);
	}

	setVolume(volume: number): void {
		if (!this.#audio) return;
		this.#audio.volume = Math.min(Math.max(volume, 0), 1);
		this.#audio.muted = false;
	}

	toggleMute(): void {
		if (this.#audio) this.#audio.muted = !this.#audio.muted;
	}

	/** What is fetched already is the old order's: it is fetched anew behind the track that is heard. */
	shuffle(): void {
		if (this.queue) this.#reorder(reshuffled(this.queue, Math.random));
	}

	repeat(): void {
		if (this.queue) this.#reorder({ ...this.queue, repeat: nextRepeat(this.queue.repeat) });
	}

	stop(): void {
		this.#end();
		this.#gain?.close();
		this.#gain = undefined;
		this.#audio?.remove();
		this.#audio = undefined;
		this.queue = null;
		this.track = null;
		deck.open = false;
		if ('mediaSession' in navigator) navigator.mediaSession.metadata = null;
	}

	pause(): void {
		this.#audio?.pause();
	}

	/** Keeps the position when the page is left. */
	leave(): void {
		void this.#saver?.save({ leaving: true });
	}

	#reorder(queue: Queue<Track>): void {
		const isAhead = this.#fetched !== this.queue?.at;
		this.queue = queue;
		this.#fetched = queue.at;
		if (isAhead) void this.#start(queue.at, this.position);
	}

	async #start(place: number, at: number): Promise<void> {
		if (!this.queue) return;
		this.#end();
		const turn = this.#turn;
		this.queue = { ...this.queue, at: place };
		this.#fetched = place;
		const track = current(this.queue);
		if (!track) return;
		this.track = track;
		this.position = at;
		this.duration = (track.duration_ms ?? 0) / 1000;
		this.error = null;
		const audio = this.#element();
		try {
			const session = await begin(track, at);
			if (turn !== this.#turn) return void endSession(session.id);
			if (session.hls_url && canJoin) {
				this.#joiner = new Joiner<Track>(audio, { next: () => this.#ask(), failed: (error) => (this.error = error) });
				await this.#joiner.play(track, session, at);
			} else {
				const length = (track.duration_ms ?? 0) / 1000;
				this.#plain = { track, session, start: 0, end: length };
				audio.src = session.direct_url ?? session.hls_url ?? '';
				audio.currentTime = at;
			}
			await audio.play();
		} catch (error) {
			if (turn === this.#turn && (error as Error).name !== 'AbortError') this.error = error;
		}
	}

	/** The joiner comes near the end of what it has. */
	#ask(): { track: Track; session: Promise<PlaybackSession> } | null {
		if (!this.queue) return null;
		const place = following({ ...this.queue, at: this.#fetched });
		const track = place === null ? undefined : current({ ...this.queue, at: place });
		if (place === null || !track) return null;
		this.#fetched = place;
		return { track, session: begin(track, 0) };
	}

	#element(): HTMLAudioElement {
		if (this.#audio) return this.#audio;
		const audio = new Audio();
		audio.preload = 'auto';
		// In the page, where tests and extensions look for it.
		audio.dataset['testid'] = 'music-audio';
		document.body.append(audio);
		restoreVolume(audio);
		this.#audio = audio;
		this.#gain = new Gain(audio);
		const seeVolume = () => {
			this.volume = audio.volume;
			this.muted = audio.muted;
		};
		seeVolume();
		audio.addEventListener('volumechange', () => {
			seeVolume();
			keepVolume(audio);
		});
		for (const name of ['play', 'pause', 'ended']) audio.addEventListener(name, () => this.#seeState());
		audio.addEventListener('timeupdate', () => this.#hear());
		audio.addEventListener('seeked', () => this.#hear());
		audio.addEventListener('ended', () => this.#onEnded());
		audio.addEventListener('error', () => {
			if (audio.error && audio.src) this.error = audio.error;
		});
		this.#takeKeys();
		return audio;
	}

	#seeState(): void {
		this.paused = this.#audio?.paused ?? true;
		if ('mediaSession' in navigator) navigator.mediaSession.playbackState = this.paused ? 'paused' : 'playing';
		if (this.paused) void this.#saver?.save();
	}

	/** Which track is heard now, and where in it. */
	#hear(): void {
		const audio = this.#audio;
		const piece = this.#joiner ? this.#joiner.pieceAt(audio?.currentTime ?? 0) : this.#plain;
		if (!audio || !piece || !this.queue) return;
		if (piece !== this.#heard) this.#change(piece);
		this.position = Math.max(0, audio.currentTime - piece.start);
		clearTimeout(this.#boundary);
		const left = piece.end - audio.currentTime;
		// The element's clock steps by a quarter of a second: a join is seen when it is due.
		if (!audio.paused && left < 1) this.#boundary = setTimeout(() => this.#hear(), left * 1000 + 5);
		if (this.#heard === piece) this.#tellPosition();
	}

	#change(piece: Piece<Track>): void {
		const old = this.#heard;
		if (old) {
			this.position = old.end - old.start;
			this.#finish(old);
			const place = this.queue ? following(this.queue) : null;
			if (this.queue && place !== null) this.queue = { ...this.queue, at: place };
		}
		this.#heard = piece;
		this.track = piece.track;
		this.duration = piece.end - piece.start;
		this.#saver = new PositionSaver(piece.track.id, () => ({
			positionMs: this.position * 1000,
			durationMs: this.duration * 1000
		}));
		void this.#level(piece);
		this.#tell(piece.track);
	}

	#finish(piece: Piece<Track>): void {
		void this.#saver?.save({ ended: true });
		this.#saver?.stop();
		this.#saver = undefined;
		void endSession(piece.session.id);
	}

	/** As loud as everything else; an album keeps its own quiet and loud places. */
	async #level(piece: Piece<Track>): Promise<void> {
		try {
			const item = await take(api.GET('/api/v1/items/{id}', { params: { path: { id: piece.track.id } } }));
			const file = item.files.find((f) => f.state === 'present');
			const albums = new Set(this.queue?.items.map((track) => track.album?.id ?? track.id));
			if (piece === this.#heard) await this.#gain?.set(gainOf(file?.loudness ?? null, albums.size === 1));
		} catch {
			// Played as it is.
		}
	}

	#onEnded(): void {
		const place = this.queue ? following(this.queue) : null;
		if (this.#heard) this.#finish(this.#heard);
		this.#heard = undefined;
		if (place !== null) void this.#start(place, 0);
		else this.position = this.duration;
	}

	#end(): void {
		this.#turn += 1;
		clearTimeout(this.#boundary);
		const pieces = [...(this.#joiner?.pieces ?? []), ...(this.#plain ? [this.#plain] : [])];
		const from = this.#heard ? pieces.indexOf(this.#heard) : 0;
		for (const piece of pieces.slice(Math.max(0, from))) void endSession(piece.session.id);
		void this.#saver?.save();
		this.#saver?.stop();
		this.#saver = undefined;
		this.#joiner?.close();
		this.#joiner = undefined;
		this.#plain = undefined;
		this.#heard = undefined;
		this.#audio?.pause();
	}

	#tell(track: Track): void {
		if (!('mediaSession' in navigator)) return;
		const picture = Object.keys(track.images)[0];
		navigator.mediaSession.metadata = new MediaMetadata({
			title: track.title,
			artist: track.artists.map((artist) => artist.name).join(', '),
			album: track.album?.name ?? '',
			artwork: picture ? [{ src: urlOf(`/api/v1/items/${track.id}/images/${picture}?width=320`), sizes: '320x320' }] : []
		});
	}

	#tellPosition(): void {
		if (!('mediaSession' in navigator) || !(this.duration > 0)) return;
		const position = Math.min(this.position, this.duration);
		navigator.mediaSession.setPositionState({ duration: this.duration, position, playbackRate: 1 });
	}

	#takeKeys(): void {
		if (!('mediaSession' in navigator)) return;
		const keys: [MediaSessionAction, MediaSessionActionHandler][] = [
			['play', () => this.toggle()],
			['pause', () => this.pause()],
			['nexttrack', () => this.next()],
			['previoustrack', () => this.previous()],
			['stop', () => this.stop()],
			['seekto', (details) => this.seek(details.seekTime ?? 0)]
		];
		for (const [key, handler] of keys) {
			try {
				navigator.mediaSession.setActionHandler(key, handler);
			} catch {
				// This browser has no such key.
			}
		}
	}
}

async function begin(track: Track, at: number): Promise<PlaybackSession> {
	const device = await thisDevice();
	const body = { item_id: track.id, start_ms: Math.round(at * 1000), device, gapless: canJoin };
	return take(api.POST('/api/v1/playback/sessions', { body }));
}

export const music = new Music();
