// A `.sup` file with one subtitle: a white box with a hole, at a place and for a time. For films of the browser test and
// the tests of the reader.
//
//   node web/e2e/sup.mjs FILE

import { writeFileSync } from 'node:fs';

const bytes = (...parts) => Uint8Array.from(parts.flat());
const u16 = (n) => [n >> 8, n & 255];
const u32 = (n) => [...u16(n >>> 16), ...u16(n & 0xffff)];

function segment(seconds, type, body) {
	return bytes([0x50, 0x47], u32(seconds * 90_000), u32(0), type, u16(body.length), ...[[...body]]);
}

/** Lines in run lengths: `runs` are pairs of length and colour. */
const line = (...runs) => [
	...runs.flatMap(([length, colour]) =>
		colour === 0 ? [0, 0x40 | (length >> 8), length & 255] : [0, 0xc0 | (length >> 8), length & 255, colour]
	),
	0,
	0
];

/** The box is 200 × 60 at (100, 250) of 640 × 360, with a hole of 100 × 20 in it. */
export function supOf(showAt, hideAt) {
	const composition = (number, state, placed) =>
		bytes(u16(640), u16(360), 0x10, u16(number), state, 0, 0, placed.length, ...placed.map((p) => bytes(u16(0), 0, 0, u16(p.x), u16(p.y))).map((b) => [...b]));
	const window = bytes(1, 0, u16(100), u16(250), u16(200), u16(60));
	const white = bytes(0, 0, 1, 235, 128, 128, 255);
	const full = line([200, 1]);
	const holed = line([50, 1], [100, 0], [50, 1]);
	const picture = [...Array(20).fill(full), ...Array(20).fill(holed), ...Array(20).fill(full)].flat();
	const size = picture.length + 4;
	const object = bytes(u16(0), 0, 0xc0, size >> 16, u16(size & 0xffff), u16(200), u16(60), picture);
	return Buffer.concat([
		segment(showAt, 0x16, composition(0, 0x80, [{ x: 100, y: 250 }])),
		segment(showAt, 0x17, window),
		segment(showAt, 0x14, white),
		segment(showAt, 0x15, object),
		segment(showAt, 0x80, bytes()),
		segment(hideAt, 0x16, composition(1, 0, [])),
		segment(hideAt, 0x17, window),
		segment(hideAt, 0x80, bytes())
	]);
}

if (process.argv[1]?.endsWith('sup.mjs')) writeFileSync(process.argv[2], supOf(2, 30));
