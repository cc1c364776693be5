import { describe, expect, test } from 'vitest';
import { gridOf, letterAt, offsetOf, pagesOf, rowOf, visibleRows } from './layout';

const wall = (over: Partial<Parameters<typeof gridOf>[0]> = {}) =>
	gridOf({ width: 1184, minCell: 164, gap: 20, ratio: 1.5, caption: 68, total: 100_000, ...over });

describe('gridOf', () => {
	test('columns_fill_the_width_and_never_overflow_it', () => {
		for (let width = 1; width < 2600; width += 7) {
			const grid = wall({ width });
			const used = grid.columns * grid.cellWidth + (grid.columns - 1) * grid.gap;
			expect(used).toBeLessThanOrEqual(width);
			expect(grid.columns).toBeGreaterThanOrEqual(1);
			if (grid.columns > 1) expect(grid.cellWidth).toBeGreaterThanOrEqual(164);
			// Less than one pixel a column is lost to rounding.
			expect(width - used).toBeLessThan(grid.columns);
		}
	});

	test('height_holds_every_title', () => {
		const grid = wall();
		expect(grid.columns).toBe(6);
		expect(grid.rows).toBe(16_667);
		expect(grid.height).toBe(grid.rows * grid.rowHeight - grid.gap);
		expect(wall({ total: 0 }).height).toBe(0);
		expect(wall({ total: 1 }).rows).toBe(1);
	});
});

describe('visibleRows', () => {
	test('shows_what_is_on_the_screen_and_two_rows_around_it', () => {
		const grid = wall();
		const at = visibleRows(grid, grid.rowHeight * 100 + 5, 800, 2);
		expect(at.first).toBe(98);
		expect(at.last).toBe(Math.ceil((grid.rowHeight * 100 + 805) / grid.rowHeight) + 2);
	});

	test('stays_inside_the_wall_before_its_top_and_past_its_end', () => {
		const grid = wall();
		expect(visibleRows(grid, -5_000, 800, 2)).toEqual({ first: 0, last: 0 });
		expect(visibleRows(grid, 1e9, 800, 2)).toEqual({ first: grid.rows, last: grid.rows });
	});
});

test('pages_cover_a_range_and_no_more', () => {
	expect(pagesOf(0, 1, 100)).toEqual([0]);
	expect(pagesOf(99, 101, 100)).toEqual([0, 1]);
	expect(pagesOf(100, 200, 100)).toEqual([1]);
	expect(pagesOf(5, 5, 100)).toEqual([]);
});

test('a_jump_puts_the_title_into_the_first_row', () => {
	const grid = wall();
	for (const index of [0, 5, 6, 73_000, 99_999]) {
		expect(offsetOf(grid, index)).toBe(rowOf(grid, index) * grid.rowHeight);
	}
	expect(offsetOf(grid, 200_000)).toBe(rowOf(grid, 99_999) * grid.rowHeight);
});

test('the_letter_of_a_place_is_the_last_one_begun', () => {
	const letters = [
		{ letter: '#', offset: 0 },
		{ letter: 'A', offset: 12 },
		{ letter: 'C', offset: 40 }
	];
	expect(letterAt(letters, 0)).toBe('#');
	expect(letterAt(letters, 12)).toBe('A');
	expect(letterAt(letters, 39)).toBe('A');
	expect(letterAt(letters, 4_000)).toBe('C');
	expect(letterAt([], 3)).toBeNull();
});
