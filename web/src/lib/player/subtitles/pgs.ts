// Presentation graphics of Blu-ray discs (PGS), as a `.sup` file: segments with a palette, objects in run lengths, and
// compositions that put objects on the screen. A composition stays until the next one.

import { type Drawing, LARGEST_SIDE, type Moment, Pending, type Pixels, type Reader, TICKS_PER_SECOND } from './picture';

const PALETTE = 0x14;
const OBJECT = 0x15;
const COMPOSITION = 0x16;
const END = 0x80;
const EPOCH_START = 0x80;

interface PgsObject {
	width: number;
	height: number;
	parts: Uint8Array[];
}

interface Placed {
	object: number;
	x: number;
	y: number;
	crop: { x: number; y: number; width: number; height: number } | null;
}

interface Composition {
	at: number;
	width: number;
	height: number;
	palette: number;
	placed: Placed[];
}

export class PgsReader implements Reader {
	readonly #pending = new Pending();
	/** Colours as RGBA words, by palette. */
	readonly #palettes = new Map<number, Uint8ClampedArray>();
	readonly #objects = new Map<number, PgsObject>();
	#composition: Composition | null = null;

	push(bytes: Uint8Array): Moment[] {
		this.#pending.add(bytes);
		const moments: Moment[] = [];
		for (;;) {
			const taken = this.#pending.take(13, (head) => head.getUint16(11));
			if (!taken) return moments;
			const moment = this.#segment(taken.head.getUint8(10), taken.head.getUint32(2), taken.body);
			if (moment) moments.push(moment);
		}
	}

	#segment(type: number, ticks: number, body: Uint8Array): Moment | null {
		const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
		try {
			if (type === COMPOSITION) this.#compose(ticks / TICKS_PER_SECOND, view);
			else if (type === PALETTE) this.#colours(view);
			else if (type === OBJECT) this.#part(view, body);
			else if (type === END) return this.#show();
		} catch (error) {
			// A segment that ends before its content does.
			if (!(error instanceof RangeError)) throw error;
		}
		return null;
	}

	#compose(at: number, view: DataView): void {
		if (view.getUint8(7) === EPOCH_START) {
			this.#objects.clear();
			this.#palettes.clear();
		}
		const placed: Placed[] = [];
		let offset = 11;
		for (let n = view.getUint8(10); n > 0; n -= 1) {
			const isCropped = (view.getUint8(offset + 3) & 0x80) !== 0;
			const word = (n: number) => view.getUint16(offset + n);
			placed.push({
				object: word(0),
				x: word(4),
				y: word(6),
				crop: isCropped ? { x: word(8), y: word(10), width: word(12), height: word(14) } : null
			});
			offset += isCropped ? 16 : 8;
		}
		this.#composition = { at, width: view.getUint16(0), height: view.getUint16(2), palette: view.getUint8(9), placed };
	}

	#colours(view: DataView): void {
		const id = view.getUint8(0);
		// What was drawn keeps the colours of its time.
		const palette = new Uint8ClampedArray(this.#palettes.get(id) ?? new Uint8ClampedArray(1024));
		const isWide = (this.#composition?.height ?? 1080) > 576;
		for (let at = 2; at + 5 <= view.byteLength; at += 5) {
			const [y, cr, cb, alpha] = [view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3), view.getUint8(at + 4)];
			palette.set([...rgb(y, cb, cr, isWide), alpha], view.getUint8(at) * 4);
		}
		this.#palettes.set(id, palette);
	}

	#part(view: DataView, body: Uint8Array): void {
		const id = view.getUint16(0);
		if ((view.getUint8(3) & 0x80) === 0) {
			this.#objects.get(id)?.parts.push(body.slice(4));
			return;
		}
		const [width, height] = [view.getUint16(7), view.getUint16(9)];
		if (width > LARGEST_SIDE || height > LARGEST_SIDE) return;
		this.#objects.set(id, { width, height, parts: [body.slice(11)] });
	}

	#show(): Moment | null {
		const composition = this.#composition;
		this.#composition = null;
		if (!composition) return null;
		const palette = this.#palettes.get(composition.palette) ?? new Uint8ClampedArray(1024);
		const drawings = composition.placed.flatMap((placed): Drawing[] => {
			const object = this.#objects.get(placed.object);
			return object ? [{ x: placed.x, y: placed.y, pixels: () => cut(paint(object, palette), placed.crop) }] : [];
		});
		return { at: composition.at, width: composition.width, height: composition.height, drawings };
	}
}

/** Studio range to RGB, by the matrix of high or standard definition. */
function rgb(y: number, cb: number, cr: number, isWide: boolean): [number, number, number] {
	const luma = ((y - 16) * 255) / 219;
	const [blue, red] = [((cb - 128) * 255) / 224, ((cr - 128) * 255) / 224];
	return isWide
		? [luma + 1.5748 * red, luma - 0.1873 * blue - 0.4681 * red, luma + 1.8556 * blue]
		: [luma + 1.402 * red, luma - 0.3441 * blue - 0.7141 * red, luma + 1.772 * blue];
}

function paint({ width, height, parts }: PgsObject, palette: Uint8ClampedArray): Pixels {
	const data = new Uint8ClampedArray(width * height * 4);
	const bytes = parts.length === 1 ? (parts[0] as Uint8Array) : Uint8Array.from(parts.flatMap((part) => [...part]));
	let [at, x, y] = [0, 0, 0];
	const next = () => bytes[at++] ?? 0;
	while (at < bytes.length && y < height) {
		let [colour, length] = [next(), 1];
		if (colour === 0) {
			const code = next();
			if (code === 0) {
				[x, y] = [0, y + 1];
				continue;
			}
			length = code & 0x3f;
			if (code & 0x40) length = (length << 8) | next();
			colour = code & 0x80 ? next() : 0;
		}
		const end = Math.min(x + length, width);
		const rgba = palette.subarray(colour * 4, colour * 4 + 4);
		for (; x < end; x += 1) data.set(rgba, (y * width + x) * 4);
	}
	return { data, width, height };
}

function cut(whole: Pixels, crop: Placed['crop']): Pixels {
	if (!crop) return whole;
	const width = Math.max(Math.min(crop.width, whole.width - crop.x), 0);
	const height = Math.max(Math.min(crop.height, whole.height - crop.y), 0);
	const data = new Uint8ClampedArray(width * height * 4);
	for (let y = 0; y < height; y += 1) {
		const from = ((crop.y + y) * whole.width + crop.x) * 4;
		data.set(whole.data.subarray(from, from + width * 4), y * width * 4);
	}
	return { data, width, height };
}
