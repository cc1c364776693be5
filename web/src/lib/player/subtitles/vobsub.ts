// Subpictures of DVDs (VobSub): four colours in run lengths, with commands that say when they come and go. The bytes are
// framed by the server: `VH` the text of the `.idx` (sizes, palette), `VS` a unit with its time.

import { LARGEST_SIDE, type Moment, Pending, type Pixels, type Reader, TICKS_PER_SECOND } from './picture';

const HEAD = 0x48;
/** Commands count in 1024 ticks. */
const COMMAND_SECONDS = 1024 / TICKS_PER_SECOND;

interface Unit {
	show: number;
	hide: number | null;
	colours: number[];
	alphas: number[];
	left: number;
	top: number;
	width: number;
	height: number;
	/** Where the lines of each field begin. */
	fields: [number, number];
}

export class VobSubReader implements Reader {
	readonly #pending = new Pending();
	#size = { width: 720, height: 576 };
	#palette: number[][] = Array.from({ length: 16 }, (_, n) => [n * 17, n * 17, n * 17]);

	push(bytes: Uint8Array): Moment[] {
		this.#pending.add(bytes);
		const moments: Moment[] = [];
		for (;;) {
			const taken = this.#pending.take(10, (head) => head.getUint32(6));
			if (!taken) return moments;
			if (taken.head.getUint8(1) === HEAD) this.#readHead(new TextDecoder().decode(taken.body));
			else moments.push(...this.#moments(taken.head.getUint32(2) / TICKS_PER_SECOND, taken.body.slice()));
		}
	}

	#readHead(idx: string): void {
		const size = /^size:\s*(\d+)x(\d+)/m.exec(idx);
		if (size) this.#size = { width: Math.min(Number(size[1]), LARGEST_SIDE), height: Math.min(Number(size[2]), LARGEST_SIDE) };
		const palette = /^palette:\s*(.+)$/m.exec(idx)?.[1]?.split(',') ?? [];
		palette.slice(0, 16).forEach((text, n) => {
			const value = Number.parseInt(text.trim(), 16);
			if (!Number.isNaN(value)) this.#palette[n] = [(value >> 16) & 255, (value >> 8) & 255, value & 255];
		});
	}

	#moments(at: number, bytes: Uint8Array): Moment[] {
		let unit: Unit | null;
		try {
			unit = parse(bytes);
		} catch (error) {
			// A unit that ends before its content does.
			if (error instanceof RangeError) return [];
			throw error;
		}
		if (!unit || unit.width <= 0 || unit.height <= 0 || unit.width > LARGEST_SIDE || unit.height > LARGEST_SIDE) return [];
		const { left, top } = unit;
		const shown = unit;
		const moments: Moment[] = [{ at: at + unit.show, ...this.#size, drawings: [{ x: left, y: top, pixels: () => paint(shown, bytes, this.#palette) }] }];
		if (unit.hide !== null) moments.push({ at: at + unit.hide, ...this.#size, drawings: [] });
		return moments;
	}
}

function parse(bytes: Uint8Array): Unit | null {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const unit: Unit = { show: 0, hide: null, colours: [0, 1, 2, 3], alphas: [0, 15, 15, 15], left: 0, top: 0, width: 0, height: 0, fields: [0, 0] };
	// The nibbles of a command name the colours from the last to the first.
	const nibbles = (at: number) => [view.getUint8(at + 1) & 15, view.getUint8(at + 1) >> 4, view.getUint8(at) & 15, view.getUint8(at) >> 4];
	let sequence = view.getUint16(2);
	for (let n = 0; n < 64; n += 1) {
		const seconds = view.getUint16(sequence) * COMMAND_SECONDS;
		const next = view.getUint16(sequence + 2);
		let at = sequence + 4;
		for (let command = view.getUint8(at); command !== 0xff; command = view.getUint8(at)) {
			if (command === 0x00 || command === 0x01) unit.show = seconds;
			else if (command === 0x02) unit.hide = seconds;
			else if (command === 0x03) unit.colours = nibbles(at + 1);
			else if (command === 0x04) unit.alphas = nibbles(at + 1);
			else if (command === 0x05) {
				const [x, y] = [view.getUint32(at), view.getUint32(at + 3)];
				[unit.left, unit.top] = [(x >> 12) & 0xfff, (y >> 12) & 0xfff];
				[unit.width, unit.height] = [(x & 0xfff) - unit.left + 1, (y & 0xfff) - unit.top + 1];
			} else if (command === 0x06) unit.fields = [view.getUint16(at + 1), view.getUint16(at + 3)];
			else return null;
			at += [1, 1, 1, 3, 3, 7, 5][command] ?? 1;
		}
		if (next === sequence) break;
		sequence = next;
	}
	return unit;
}

function paint(unit: Unit, bytes: Uint8Array, palette: number[][]): Pixels {
	const { width, height } = unit;
	const data = new Uint8ClampedArray(width * height * 4);
	const rgba = unit.colours.map((colour, n) => [...(palette[colour] ?? [0, 0, 0]), (unit.alphas[n] ?? 0) * 17]);
	unit.fields.forEach((start, field) => {
		let nibble = start * 2;
		const next = () => {
			const byte = bytes[nibble >> 1] ?? 0;
			const value = nibble & 1 ? byte & 15 : byte >> 4;
			nibble += 1;
			return value;
		};
		for (let y = field; y < height; y += 2) {
			for (let x = 0; x < width; ) {
				let code = next();
				for (let least = 4; code < least && least <= 0x40; least *= 4) code = (code << 4) | next();
				// A code without a length fills the line.
				const end = code < 4 ? width : Math.min(x + (code >> 2), width);
				const colour = rgba[code & 3] ?? [0, 0, 0, 0];
				for (; x < end; x += 1) data.set(colour, (y * width + x) * 4);
			}
			nibble += nibble & 1;
		}
	});
	return { data, width, height };
}
