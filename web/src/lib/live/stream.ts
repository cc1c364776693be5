// Keeps one event stream open: resumes after the last event that was heard, waits longer between tries, and notices a
// server that went silent.
//
// Not `EventSource`: it gives up for good on an answer such as 503 and forgets where it was, cannot be told how long to
// wait, and never notices a connection whose other end is gone.

import { asProblem, type ApiProblem } from '$lib/api/problem';
import { FrameReader, type Frame } from './frames';

/** The server says something every 25 s at least. */
const SILENCE_MS = 60_000;
/** A stream that lasted this long was well: the pauses begin anew. */
const SOUND_MS = 5_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export interface Ear {
	/** Opens the stream after the event `lastId`; empty when none was heard. Throws an `ApiProblem`. */
	open(lastId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
	heard(frame: Frame): void;
	/** `missed`: it is a new beginning, and nobody knows what happened in between. */
	opened(missed: boolean): void;
	/** The stream does not open; the next try is at `retryAt`. */
	lost(problem: ApiProblem, retryAt: number): void;
}

export class Stream {
	readonly #ear: Ear;
	readonly #stopped = new AbortController();
	#lastId = '';
	#wake: () => void = () => {};
	#drop: () => void = () => {};

	constructor(ear: Ear) {
		this.#ear = ear;
	}

	/** Listens until `stop`. */
	async run(): Promise<void> {
		let tries = 0;
		let isFirst = true;
		while (!this.#stopped.signal.aborted) {
			let problem: ApiProblem | null = null;
			let openedAt: number | null = null;
			try {
				await this.#listen(isFirst, () => {
					openedAt = Date.now();
					isFirst = false;
				});
			} catch (cause) {
				problem = asProblem(cause);
			}
			if (openedAt !== null && Date.now() - openedAt > SOUND_MS) tries = 0;
			if (this.#stopped.signal.aborted) return;
			const pause = pauseMs(tries, Math.random(), problem?.retryAfter ?? null);
			// A stream that ended and opens again at once is no news: servers restart and close what is slow.
			if (tries > 0 && problem && openedAt === null) this.#ear.lost(problem, Date.now() + pause);
			tries += 1;
			await this.#sleep(pause);
		}
	}

	/** Tries now instead of after the pause. */
	hurry(): void {
		this.#wake();
	}

	/** The network has changed: what seems open may be dead. */
	recheck(): void {
		this.#drop();
		this.#wake();
	}

	stop(): void {
		this.#stopped.abort();
		this.#wake();
	}

	async #listen(isFirst: boolean, opened: () => void): Promise<void> {
		const attempt = new AbortController();
		const abort = () => attempt.abort();
		this.#drop = abort;
		this.#stopped.signal.addEventListener('abort', abort);
		let watchdog = setTimeout(abort, SILENCE_MS);
		try {
			const body = await this.#ear.open(this.#lastId, attempt.signal);
			opened();
			this.#ear.opened(!isFirst && this.#lastId === '');
			const bytes = body.getReader();
			attempt.signal.addEventListener('abort', () => void bytes.cancel().catch(() => {}));
			const text = new TextDecoder();
			const frames = new FrameReader();
			for (;;) {
				const { value, done } = await bytes.read();
				if (done) return;
				clearTimeout(watchdog);
				watchdog = setTimeout(abort, SILENCE_MS);
				for (const frame of frames.read(text.decode(value, { stream: true }))) {
					this.#ear.heard(frame);
					if (frame.id) this.#lastId = frame.id;
				}
			}
		} finally {
			clearTimeout(watchdog);
			this.#stopped.signal.removeEventListener('abort', abort);
			attempt.abort();
		}
	}

	#sleep(ms: number): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, ms);
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}
}

/** Doubles up to half a minute, spread so that many pages do not knock together; never sooner than the server asked. */
export function pauseMs(tries: number, random: number, retryAfterSeconds: number | null): number {
	const ceiling = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
	return Math.max(Math.round(ceiling * (0.5 + random / 2)), (retryAfterSeconds ?? 0) * 1000);
}
