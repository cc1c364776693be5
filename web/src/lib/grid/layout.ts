// Arithmetic of the virtual wall: fixed cells, computed and never measured, so that 100,000 titles cost what one
// screen costs. Pure; PosterWall.svelte draws with it.

/** Text under a picture: gap, two title lines and one line of facts, in rem of the root's font size. */
export const CAPTION_REM = 0.5 + 2.5 + 1.25;

export interface GridInput {
	/** Inner width of the wall in px. */
	width: number;
	/** Smallest width of a cell in px. */
	minCell: number;
	gap: number;
	/** Picture height / picture width. */
	ratio: number;
	/** Height of the text under the picture in px. */
	caption: number;
	total: number;
}

export interface Grid {
	columns: number;
	cellWidth: number;
	pictureHeight: number;
	/** Distance from the top of one row to the top of the next. */
	rowHeight: number;
	rows: number;
	/** Height of the whole wall; 0 when empty. */
	height: number;
	gap: number;
	total: number;
}

export function gridOf({ width, minCell, gap, ratio, caption, total }: GridInput): Grid {
	const usable = Math.max(width, 1);
	const columns = Math.max(1, Math.floor((usable + gap) / (minCell + gap)));
	const cellWidth = Math.floor((usable - gap * (columns - 1)) / columns);
	const pictureHeight = Math.round(cellWidth * ratio);
	const rowHeight = pictureHeight + Math.round(caption) + gap;
	const rows = Math.ceil(total / columns);
	return { columns, cellWidth, pictureHeight, rowHeight, rows, height: Math.max(0, rows * rowHeight - gap), gap, total };
}

/** Rows that are on the screen, with `overscan` more on both sides. `last` is exclusive. */
export function visibleRows(grid: Grid, scrollTop: number, viewport: number, overscan: number): { first: number; last: number } {
	const first = Math.floor(scrollTop / grid.rowHeight) - overscan;
	const last = Math.ceil((scrollTop + viewport) / grid.rowHeight) + overscan;
	return { first: clamp(first, 0, grid.rows), last: clamp(last, 0, grid.rows) };
}

/** Index numbers of the pages that hold items `from` to `to` (exclusive). */
export function pagesOf(from: number, to: number, pageSize: number): number[] {
	if (to <= from) return [];
	const first = Math.floor(from / pageSize);
	const last = Math.floor((to - 1) / pageSize);
	return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

export function rowOf(grid: Grid, index: number): number {
	return Math.floor(index / grid.columns);
}

/** Where the wall must be scrolled to so that item `index` is in its first row. */
export function offsetOf(grid: Grid, index: number): number {
	return rowOf(grid, clamp(index, 0, Math.max(0, grid.total - 1))) * grid.rowHeight;
}

/** The letter under which item `index` stands, from the offsets of the letters (rising). */
export function letterAt(letters: readonly { letter: string; offset: number }[], index: number): string | null {
	let found: string | null = null;
	for (const { letter, offset } of letters) {
		if (offset > index) break;
		found = letter;
	}
	return found;
}

export function clamp(value: number, low: number, high: number): number {
	return Math.min(Math.max(value, low), high);
}
