// Picture subtitles (PGS, VobSub), drawn here without any work of the server's: it sends the packets as they are, from
// where the film is, at the pace at which they are taken.

import { PgsReader } from './pgs';
import type { Moment, Reader } from './picture';
import type { Drawn, ToDraw } from './subtitles.svelte';
import { VobSubReader } from './vobsub';

/** So far ahead of the film packets are taken; the server waits meanwhile. */
const AHEAD_S = 60;
/** What is this far back is forgotten. */
const BEHIND_S = 120;
/** After a failure the server is asked again this much later. */
const RETRY_MS = 3_000;
/** A longer step than between two frames is a jump. */
const JUMP_S = 2;
/** The server gives up a reader that takes nothing for five minutes. */
const SERVER_WAITS_MS = 240_000;

export function drawPictures({ video, base, stream }: ToDraw): Drawn {
	const isPgs = stream.codec === 'pgs';
	const address = `${base}/subtitles/${stream.index}.${isPgs ? 'sup' : 'vobsub'}`;
	const canvas = document.createElement('canvas');
	// Of the shape that the pictures were made for, which the film may be cropped from: both stand in the middle.
	canvas.className = 'pointer-events-none absolute inset-0 size-full object-contain';
	canvas.dataset.testid = 'picture-subtitles';
	video.after(canvas);
	const feed = new Feed(address, () => (isPgs ? new PgsReader() : new VobSubReader()));
	let shift = 0;
	let drawn: Moment | null = null;
	let frame = requestAnimationFrame(look);

	function look() {
		frame = requestAnimationFrame(look);
		const at = video.currentTime - shift;
		feed.follow(at);
		const moment = feed.at(at);
		if (moment === drawn) return;
		drawn = moment;
		paint(canvas, moment);
	}

	return {
		shift(ms) {
			shift = ms / 1000;
		},
		remove() {
			cancelAnimationFrame(frame);
			feed.stop();
			canvas.remove();
		}
	};
}

function paint(canvas: HTMLCanvasElement, moment: Moment | null): void {
	const context = canvas.getContext('2d');
	if (!context) return;
	if (moment && (canvas.width !== moment.width || canvas.height !== moment.height)) {
		[canvas.width, canvas.height] = [moment.width, moment.height];
	}
	context.clearRect(0, 0, canvas.width, canvas.height);
	for (const { x, y, pixels } of moment?.drawings ?? []) {
		const { data, width, height } = pixels();
		if (width > 0 && height > 0) context.putImageData(new ImageData(data as Uint8ClampedArray<ArrayBuffer>, width, height), x, y);
	}
}

/** Moments around the film's place, fetched as it goes on. */
class Feed {
	readonly #address: string;
	readonly #reader: () => Reader;
	#moments: Moment[] = [];
	/** The part of the film that is known. */
	#from = Number.POSITIVE_INFINITY;
	#to = Number.POSITIVE_INFINITY;
	#now = 0;
	#fetching: AbortController | null = null;
	#wake: (() => void) | null = null;
	#retryAt = 0;

	constructor(address: string, reader: () => Reader) {
		this.#address = address;
		this.#reader = reader;
	}

	/** The film is here. */
	follow(at: number): void {
		const jumped = Math.abs(at - this.#now) > JUMP_S;
		this.#now = at;
		if (this.#to <= at + AHEAD_S) this.#wake?.();
		// A long silence is no reason to ask again; a jump beyond what has come is.
		const isUnknown = at < this.#from || (at > this.#to && (jumped || this.#fetching === null));
		if (isUnknown && performance.now() >= this.#retryAt) void this.#read(at);
	}

	/** What is on the screen then. */
	at(at: number): Moment | null {
		return this.#moments.findLast((moment) => moment.at <= at) ?? null;
	}

	stop(): void {
		this.#retryAt = Number.POSITIVE_INFINITY;
		this.#fetching?.abort();
		this.#wake?.();
	}

	async #read(from: number): Promise<void> {
		this.#fetching?.abort();
		this.#wake?.();
		const fetching = new AbortController();
		this.#fetching = fetching;
		[this.#moments, this.#from, this.#to] = [[], from, from];
		try {
			const response = await fetch(`${this.#address}?start_ms=${Math.max(Math.floor(from * 1000), 0)}`, { signal: fetching.signal });
			if (!response.ok || !response.body) throw new Error(`subtitles: ${response.status}`);
			if (await this.#takeAll(response.body.getReader(), fetching.signal)) this.#to = Number.POSITIVE_INFINITY;
		} catch (error) {
			if (fetching.signal.aborted) return;
			this.#retryAt = performance.now() + RETRY_MS;
			console.warn(error);
		}
		if (this.#fetching === fetching) this.#fetching = null;
	}

	/** True when the film has no more of them; false when the server will have stopped waiting. */
	async #takeAll(stream: ReadableStreamDefaultReader<Uint8Array>, signal: AbortSignal): Promise<boolean> {
		const reader = this.#reader();
		for (;;) {
			const { done, value } = await stream.read();
			if (done) return !signal.aborted;
			this.#take(reader.push(value));
			const since = performance.now();
			while (this.#to > this.#now + AHEAD_S && !signal.aborted) await new Promise<void>((wake) => (this.#wake = wake));
			if (performance.now() - since > SERVER_WAITS_MS) return false;
		}
	}

	#take(moments: readonly Moment[]): void {
		for (const moment of moments) {
			this.#moments.push(moment);
			this.#to = Math.max(this.#to, moment.at);
		}
		this.#moments.sort((a, b) => a.at - b.at);
		const old = this.#moments.findLastIndex((moment) => moment.at < this.#now - BEHIND_S);
		if (old > 0) {
			this.#moments.splice(0, old);
			this.#from = Math.max(this.#from, this.#now - BEHIND_S);
		}
	}
}
