import { describe, expect, test } from 'vitest';
// @ts-expect-error a script of the browser test without types
import { supOf } from '../../../../e2e/sup.mjs';
import { PgsReader } from './pgs';
import type { Moment, Pixels } from './picture';
import { VobSubReader } from './vobsub';

const alphaAt = ({ data, width }: Pixels, x: number, y: number) => data[(y * width + x) * 4 + 3];
const colourAt = ({ data, width }: Pixels, x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];

describe('PgsReader', () => {
	const sup: Uint8Array = new Uint8Array(supOf(2, 8));

	function read(step: number): Moment[] {
		const reader = new PgsReader();
		const moments: Moment[] = [];
		for (let at = 0; at < sup.length; at += step) moments.push(...reader.push(sup.subarray(at, at + step)));
		return moments;
	}

	test('a_subtitle_comes_and_goes_whatever_the_network_cuts', () => {
		for (const step of [1, 7, 4096, sup.length]) {
			const moments = read(step);
			expect(moments.map((m) => [m.at, m.width, m.height, m.drawings.length])).toEqual([
				[2, 640, 360, 1],
				[8, 640, 360, 0]
			]);
		}
	});

	test('colours_and_holes_are_where_they_belong', () => {
		const drawing = read(sup.length)[0]?.drawings[0];
		const pixels = drawing?.pixels();
		if (!drawing || !pixels) throw new Error('nothing is drawn');
		expect([drawing.x, drawing.y, pixels.width, pixels.height]).toEqual([100, 250, 200, 60]);
		expect(colourAt(pixels, 10, 10)).toEqual([255, 255, 255, 255]);
		expect(alphaAt(pixels, 100, 30)).toBe(0);
		expect(alphaAt(pixels, 199, 59)).toBe(255);
	});

	test('damaged_bytes_draw_nothing_and_break_nothing', () => {
		for (let at = 10; at < sup.length; at += 3) {
			const broken = sup.slice();
			broken[at] = (broken[at] ?? 0) ^ 0x5a;
			for (const moment of new PgsReader().push(broken)) for (const drawing of moment.drawings) drawing.pixels();
		}
	});
});

describe('VobSubReader', () => {
	const u16 = (n: number) => [n >> 8, n & 255];
	const u32 = (n: number) => [...u16(n >>> 16), ...u16(n & 0xffff)];
	const framed = (mark: string, ticks: number, body: number[]) => [...[...mark].map((c) => c.charCodeAt(0)), ...u32(ticks), ...u32(body.length), ...body];

	/** Four pixels wide, two lines: three of colour 1 and one of colour 2; a line of colour 3. */
	function unit(): number[] {
		const even = [0xd6, 0x00];
		const odd = [0x00, 0x03];
		const start = 4 + even.length + odd.length;
		const coordinates = [0x05, 0x01, 0x00, 0x13, 0x00, 0x80, 0x09];
		const first = [...u16(0), ...u16(start + 30), 0x01, 0x03, 0x32, 0x10, 0x04, 0xff, 0xf0, ...coordinates, 0x06, ...u16(4), ...u16(6), 0xff];
		const padding = Array(30 - first.length).fill(0);
		const last = [...u16(176), ...u16(start + 30), 0x02, 0xff];
		const body = [...u16(start), ...even, ...odd, ...first, ...padding, ...last];
		return [...u16(body.length + 2), ...body];
	}

	test('a_unit_is_shown_from_its_time_until_its_command_says_so', () => {
		const idx = 'size: 720x480\npalette: 000000, ff0000, 00ff00, 0000ff, 000000\n';
		const moments = new VobSubReader().push(Uint8Array.from([...framed('VH', 0, [...new TextEncoder().encode(idx)]), ...framed('VS', 180_000, unit())]));
		expect(moments.map((m) => [m.at, m.width, m.height, m.drawings.length])).toEqual([
			[2, 720, 480, 1],
			[2 + (176 * 1024) / 90_000, 720, 480, 0]
		]);
		const drawing = moments[0]?.drawings[0];
		const pixels = drawing?.pixels();
		if (!drawing || !pixels) throw new Error('nothing is drawn');
		expect([drawing.x, drawing.y, pixels.width, pixels.height]).toEqual([16, 8, 4, 2]);
		expect([0, 1, 2, 3].map((x) => colourAt(pixels, x, 0))).toEqual([...Array(3).fill([255, 0, 0, 255]), [0, 255, 0, 255]]);
		expect(colourAt(pixels, 3, 1)).toEqual([0, 0, 255, 255]);
	});

	test('damaged_units_draw_nothing_and_break_nothing', () => {
		for (let at = 0; at < unit().length; at += 1) {
			const broken = unit();
			broken[at] = 0xff;
			for (const moment of new VobSubReader().push(Uint8Array.from(framed('VS', 0, broken)))) for (const drawing of moment.drawings) drawing.pixels();
		}
	});
});
