// What both kinds of picture subtitles have in common: a moment from which a drawing is on the screen.

/** The part of a canvas that a drawing needs, so that a test can be one. */
export interface Pixels {
	data: Uint8ClampedArray;
	width: number;
	height: number;
}

export interface Drawing {
	x: number;
	y: number;
	pixels(): Pixels;
}

export interface Moment {
	/** Seconds in the film. */
	at: number;
	/** Size of the picture that the drawings were made for. */
	width: number;
	height: number;
	/** Nothing clears the screen. */
	drawings: Drawing[];
}

/** Reads bytes as they come; gives moments as they become whole. */
export interface Reader {
	push(bytes: Uint8Array): Moment[];
}

/** Bytes that have come and are not used up. */
export class Pending {
	#bytes = new Uint8Array(0);

	add(bytes: Uint8Array): void {
		const joined = new Uint8Array(this.#bytes.length + bytes.length);
		joined.set(this.#bytes);
		joined.set(bytes, this.#bytes.length);
		this.#bytes = joined;
	}

	/** A head of `headLength` bytes that says how long its body is; null until both are there. */
	take(headLength: number, bodyLength: (head: DataView) => number): { head: DataView; body: Uint8Array } | null {
		if (this.#bytes.length < headLength) return null;
		const head = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, headLength);
		const end = headLength + bodyLength(head);
		if (this.#bytes.length < end) return null;
		const taken = { head, body: this.#bytes.subarray(headLength, end) };
		this.#bytes = this.#bytes.subarray(end);
		return taken;
	}
}

/** No disc has a larger picture; a file that claims one is not to be believed. */
export const LARGEST_SIDE = 4096;
/** Ticks of a disc's clock. */
export const TICKS_PER_SECOND = 90_000;
