// Keeps the position on the server: every eight seconds of play (whoever is cut off loses ten at most), at each pause,
// and when the page is left. Writes in order, one at a time; the last position wins.

import { api, take } from '$lib/api/client';
import { writeNote } from './resume';

const EVERY_MS = 8_000;
/** Less than this is not worth a write. */
const SMALLEST_STEP_MS = 1_000;

export class PositionSaver {
	readonly #itemId: string;
	readonly #read: () => { positionMs: number; durationMs: number };
	readonly #timer: ReturnType<typeof setInterval>;
	#savedMs = -1;
	#busy = false;

	constructor(itemId: string, read: () => { positionMs: number; durationMs: number }) {
		this.#itemId = itemId;
		this.#read = read;
		this.#timer = setInterval(() => void this.save(), EVERY_MS);
	}

	/** Writes the position now. `leaving` survives the end of the page. */
	async save({ leaving = false, ended = false } = {}): Promise<void> {
		const { positionMs, durationMs } = this.#read();
		const position = Math.round(positionMs);
		if (durationMs <= 0 || (!ended && Math.abs(position - this.#savedMs) < SMALLEST_STEP_MS)) return;
		writeNote(this.#itemId, ended ? 0 : position);
		if (this.#busy && !leaving) return;
		this.#busy = true;
		this.#savedMs = position;
		try {
			await take(
				api.PUT('/api/v1/items/{id}/progress', {
					params: { path: { id: this.#itemId } },
					body: { position_ms: position, ...(ended ? { completed: true } : {}) },
					keepalive: leaving
				})
			);
		} catch {
			// Tried again with the next tick: playing goes on while the server restarts.
			this.#savedMs = -1;
		} finally {
			this.#busy = false;
		}
	}

	stop(): void {
		clearInterval(this.#timer);
	}
}
