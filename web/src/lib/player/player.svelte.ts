// The player's state and what can be done to it. The <video> element is the truth about time; this class mirrors it,
// owns the session on the server, and moves between sessions when another track or quality is chosen.

import { type ApiProblem, asProblem } from '$lib/api/problem';
import type { Item, Method, Offer, PlaybackSession } from '$lib/api/types';
import { playableFile } from '$lib/items';
import type { TrackChoice } from '$lib/playback/choice';
import { isPictureSubtitle, isTextSubtitle, streamLabel, streamsOf } from '$lib/playback/streams';
import { trackOf } from './renditions';
import { rememberTracks } from './remember';
import { PositionSaver } from './saver';
import type { QualityName } from '$lib/playback/quality';
import { beginSession, endSession } from './session';
import { attach, type Fault, type Source } from './source';
import { Subtitles } from './subtitles/subtitles.svelte';
import { Gain, gainOf } from './loudness';
import { keepVolume, restoreVolume } from './volume';

export type Phase = 'starting' | 'playing' | 'paused' | 'waiting' | 'ended' | 'failed';
export type Failure = { kind: Fault } | { kind: 'refused'; problem: ApiProblem } | { kind: 'stopped'; by: string; reason: string | null };

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** What to try when the browser fails on a stream, from cheap to dear. */
const NEXT_METHOD: Record<Method, Method | null> = { direct: 'remux', remux: 'transcode', transcode: null };

export class Player {
	readonly item: Item;
	phase = $state<Phase>('starting');
	failure = $state.raw<Failure | null>(null);
	session = $state.raw<PlaybackSession | null>(null);
	source = $state.raw<Source | null>(null);
	time = $state(0);
	duration = $state(0);
	buffered = $state.raw<readonly { start: number; end: number }[]>([]);
	volume = $state(1);
	muted = $state(false);
	speed = $state(1);
	quality = $state<QualityName>(null);
	/** Play was refused until somebody presses something. */
	blocked = $state(false);
	/** The browser failed on the first answer and the server converts instead. */
	converted = $state(false);
	fileId = $state<string | undefined>(undefined);
	audioStream = $state<number | undefined>(undefined);
	/** Set while somebody drags on the seek bar: the place to show. */
	scrubTo = $state<number | null>(null);

	readonly subtitles: Subtitles;
	readonly #video: HTMLVideoElement;
	readonly #saver: PositionSaver;
	readonly #listeners = new AbortController();
	#method: Method | undefined;
	/** Until the first session has said which subtitle the viewer likes, or somebody has chosen one. */
	#followsRules: boolean;
	/** What the session was asked for; lighter pictures are variants of it. */
	#planned: QualityName = null;
	/** Rises with each session asked for, so that a late answer of an older one is dropped. */
	#generation = 0;
	readonly #gain: Gain;
	#gone = false;
	#settling: ReturnType<typeof setTimeout> | undefined;

	constructor(item: Item, video: HTMLVideoElement, choice: TrackChoice) {
		this.item = item;
		this.#video = video;
		this.fileId = choice.file;
		this.audioStream = choice.audio;
		this.subtitles = new Subtitles(item, video, choice.subtitle ?? -1);
		this.#followsRules = choice.subtitle === undefined;
		this.quality = choice.quality ?? null;
		this.duration = (this.file?.duration_ms ?? item.duration_ms ?? 0) / 1000;
		this.#saver = new PositionSaver(item.id, () => ({ positionMs: this.time * 1000, durationMs: this.duration * 1000 }));
		restoreVolume(video);
		this.#gain = new Gain(video);
		this.volume = video.volume;
		this.muted = video.muted;
		this.#listen();
	}

	get file() {
		return this.item.files.find((f) => f.id === this.fileId) ?? playableFile(this.item);
	}

	/** Subtitles that can be shown: the file's, and those that lie beside it. */
	get subtitleChoices(): { stream: number; label: string }[] {
		const streams = streamsOf(this.file, 'subtitle').filter((s) => isTextSubtitle(s) || isPictureSubtitle(s));
		return streams.map((s) => ({ stream: s.index, label: streamLabel(s) }));
	}

	get chapters() {
		return this.file?.chapters ?? [];
	}

	get position(): number {
		return this.scrubTo ?? this.time;
	}

	/** Asks for a session and starts it at `seconds`. */
	async open(seconds: number): Promise<void> {
		const generation = ++this.#generation;
		this.phase = 'starting';
		this.failure = null;
		this.time = seconds;
		const previous = this.session;
		const quality = this.quality;
		try {
			const session = await beginSession({
				itemId: this.item.id,
				startSeconds: seconds,
				quality,
				fileId: this.fileId,
				audioStream: this.audioStream,
				subtitleStream: this.#followsRules ? undefined : this.subtitles.shown,
				method: this.#method,
				replaces: previous?.id
			});
			if (this.#gone || generation !== this.#generation) return void endSession(session.id);
			this.source?.destroy();
			this.session = session;
			this.#planned = quality;
			this.audioStream ??= session.audio_stream ?? undefined;
			if (this.#followsRules) this.subtitles.show(session.subtitle_stream ?? -1);
			this.#followsRules = false;
			this.source = await attach({
				video: this.#video,
				session,
				startSeconds: seconds,
				onFault: (fault) => this.#failed(fault)
			});
			if (this.#gone || generation !== this.#generation) return void this.source.destroy();
			this.#video.playbackRate = this.speed;
			this.subtitles.attach(session.direct_url ?? session.hls_url ?? '', this.file ?? null);
			await this.play();
			// Films are left as they were mixed.
			if (this.item.kind === 'track') await this.#gain.set(gainOf(this.file?.loudness ?? null));
		} catch (error) {
			if (this.#gone || generation !== this.#generation) return;
			this.failure = { kind: 'refused', problem: asProblem(error) };
			this.phase = 'failed';
		}
	}

	async play(): Promise<void> {
		try {
			await this.#video.play();
			this.blocked = false;
		} catch (error) {
			if (error instanceof DOMException && error.name === 'NotAllowedError') this.blocked = true;
		}
	}

	pause(): void {
		this.#video.pause();
	}

	toggle(): void {
		if (this.phase === 'ended') void this.seek(0).then(() => this.play());
		else if (this.#video.paused) void this.play();
		else this.pause();
	}

	async seek(seconds: number): Promise<void> {
		const target = Math.min(Math.max(seconds, 0), Math.max(this.duration - 0.5, 0));
		this.time = target;
		if (this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) this.source?.seekEarly(target);
		else this.#video.currentTime = target;
	}

	/** Moves by a step; steps in quick succession add up and only the last is asked of the server. */
	skip(seconds: number): void {
		const target = Math.min(Math.max(this.position + seconds, 0), Math.max(this.duration - 0.5, 0));
		this.scrubTo = target;
		clearTimeout(this.#settling);
		this.#settling = setTimeout(() => {
			this.scrubTo = null;
			void this.seek(target);
		}, 250);
	}

	setVolume(volume: number): void {
		this.#video.volume = Math.min(Math.max(volume, 0), 1);
		if (volume > 0) this.#video.muted = false;
	}

	toggleMute(): void {
		this.#video.muted = !this.#video.muted;
	}

	setSpeed(speed: number): void {
		this.speed = speed;
		this.#video.playbackRate = speed;
	}

	/** Lighter pictures than the planned one are variants of the same stream; anything else is another session. */
	setQuality(quality: QualityName): void {
		if (quality === this.quality) return;
		this.quality = quality;
		const isOffered = quality === this.#planned || quality !== null;
		if (isOffered && this.source?.showPicture(quality === this.#planned ? null : quality)) return;
		this.#method = undefined;
		void this.open(this.time);
	}

	/** Stream index of the sound that plays. */
	get playingAudio(): number | undefined {
		const sounds = streamsOf(this.file, 'audio');
		return this.audioStream ?? (sounds.find((s) => s.default) ?? sounds[0])?.index;
	}

	/** Over HLS every sound track is a rendition; in a whole file another track is another session. */
	setAudio(index: number): void {
		if (index === this.playingAudio) return;
		this.audioStream = index;
		const hls = this.source?.hls;
		const track = hls ? trackOf(hls.audioTracks, index) : -1;
		if (hls && track >= 0) hls.audioTrack = track;
		else void this.open(this.time);
		this.#remember();
	}

	/** A subtitle's stream index, or -1 for none. */
	setSubtitle(index: number): void {
		this.#followsRules = false;
		this.subtitles.show(index);
		this.#remember();
	}

	toggleSubtitles(): void {
		this.#followsRules = false;
		this.subtitles.toggle(this.subtitleChoices[0]?.stream);
	}

	#remember(): void {
		const stream = (index: number | undefined) => this.file?.streams.find((s) => s.index === index);
		void rememberTracks(this.item, stream(this.playingAudio), stream(this.subtitles.shown));
	}

	/** To the chapter that begins `by` places further; back goes to the start of this one first. */
	skipChapter(by: 1 | -1): void {
		const starts = this.chapters.map((c) => c.start_ms / 1000);
		const target = by > 0 ? starts.find((at) => at > this.position + 0.5) : starts.findLast((at) => at < this.position - 3);
		if (target !== undefined || by < 0) void this.seek(target ?? 0);
	}

	/** Asks for something that the server offered in place of what it refused. */
	accept(offer: Offer): void {
		this.#method = undefined;
		this.fileId = offer.file_id;
		this.quality = offer.max_height;
		void this.open(this.time);
	}

	/** Asks for a conversion by order, or for a lighter one. */
	retry(how: 'same' | 'convert' | 'lighter'): void {
		if (how === 'convert') this.#method = 'transcode';
		if (how === 'lighter') {
			this.#method = undefined;
			this.quality = this.quality === null || this.quality > 720 ? 720 : 360;
		}
		void this.open(this.time);
	}

	/** Somebody else has ended the session: what is buffered plays no further. */
	stopped(by: string, reason: string | null): void {
		this.#video.pause();
		this.source?.destroy();
		this.phase = 'failed';
		this.failure = { kind: 'stopped', by, reason };
		void this.#saver.save();
	}

	/** Ends everything; the position is written even while the page goes away. */
	close(): void {
		if (this.#gone) return;
		this.#gone = true;
		clearTimeout(this.#settling);
		this.#saver.stop();
		void this.#saver.save({ leaving: true, ended: this.phase === 'ended' });
		this.#listeners.abort();
		this.subtitles.close();
		this.source?.destroy();
		this.#gain.close();
		if (this.session) void endSession(this.session.id);
	}

	#listen(): void {
		const video = this.#video;
		const on = (type: string, listener: () => void) =>
			video.addEventListener(type, listener, { signal: this.#listeners.signal });
		on('timeupdate', () => {
			if (!video.seeking && this.phase !== 'starting') this.time = video.currentTime;
		});
		on('durationchange', () => {
			if (Number.isFinite(video.duration)) this.duration = video.duration;
		});
		on('progress', () => (this.buffered = rangesOf(video.buffered)));
		on('playing', () => {
			this.phase = 'playing';
			this.blocked = false;
		});
		on('pause', () => {
			if (this.phase === 'playing' || this.phase === 'waiting') this.phase = 'paused';
			void this.#saver.save();
		});
		on('waiting', () => {
			if (this.phase === 'playing') this.phase = 'waiting';
		});
		on('seeked', () => {
			this.time = video.currentTime;
			this.buffered = rangesOf(video.buffered);
			void this.#saver.save();
		});
		on('canplay', () => {
			if (this.phase === 'waiting' || (this.phase === 'starting' && video.paused)) this.phase = video.paused ? 'paused' : 'playing';
		});
		on('ended', () => {
			this.phase = 'ended';
			void this.#saver.save({ ended: true });
		});
		on('volumechange', () => {
			this.volume = video.volume;
			this.muted = video.muted;
			keepVolume(video);
		});
		on('error', () => {
			if (this.source?.kind !== 'hls' && video.error) this.#failed(faultOf(video.error));
		});
		addEventListener('pagehide', () => this.close(), { signal: this.#listeners.signal });
		document.addEventListener(
			'visibilitychange',
			() => {
				if (document.visibilityState === 'hidden') void this.#saver.save({ leaving: true });
			},
			{ signal: this.#listeners.signal }
		);
	}

	/** A stream that the browser cannot use is asked for in the next dearer form, once per form. */
	#failed(fault: Fault): void {
		if (this.#gone) return;
		const method = this.session?.verdict.method;
		const next = method && fault !== 'network' ? NEXT_METHOD[method] : null;
		if (next) {
			this.#method = next;
			this.converted = true;
			void this.open(this.time);
			return;
		}
		this.failure = { kind: fault };
		this.phase = 'failed';
	}
}

function faultOf(error: MediaError): Fault {
	if (error.code === MediaError.MEDIA_ERR_NETWORK) return 'network';
	return error.code === MediaError.MEDIA_ERR_DECODE ? 'decode' : 'source';
}

function rangesOf(ranges: TimeRanges): { start: number; end: number }[] {
	return Array.from({ length: ranges.length }, (_, n) => ({ start: ranges.start(n), end: ranges.end(n) }));
}
