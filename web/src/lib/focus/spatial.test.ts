import { expect, test } from 'vitest';
import { nearest, type Box } from './spatial';

const box = (column: number, row: number): Box => ({ left: column * 100, right: column * 100 + 80, top: row * 100, bottom: row * 100 + 80 });
/** Three rows of four, as on a wall. */
const wall = [0, 1, 2].flatMap((row) => [0, 1, 2, 3].map((column) => box(column, row)));
const at = (column: number, row: number) => row * 4 + column;
const others = (index: number) => wall.map((b, i) => (i === index ? { left: NaN, right: NaN, top: NaN, bottom: NaN } : b));

test('arrows_walk_rows_and_columns', () => {
	const from = at(1, 1);
	const here = wall[from]!;
	expect(nearest(here, others(from), 'right')).toBe(at(2, 1));
	expect(nearest(here, others(from), 'left')).toBe(at(0, 1));
	expect(nearest(here, others(from), 'down')).toBe(at(1, 2));
	expect(nearest(here, others(from), 'up')).toBe(at(1, 0));
});

test('the_edge_of_the_page_stays_the_edge', () => {
	expect(nearest(wall[at(0, 0)]!, others(at(0, 0)), 'up')).toBe(-1);
	expect(nearest(wall[at(3, 2)]!, others(at(3, 2)), 'right')).toBe(-1);
});

test('a_wide_thing_above_is_reached_from_every_column', () => {
	const bar: Box = { left: 0, right: 400, top: -100, bottom: -60 };
	expect(nearest(wall[at(3, 0)]!, [bar], 'up')).toBe(0);
});
