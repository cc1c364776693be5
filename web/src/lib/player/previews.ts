// Where on which sheet the small picture of a moment lies.

import type { ItemFile } from '$lib/api/types';

export type Previews = NonNullable<ItemFile['previews']>;

export interface PreviewTile {
	/** Address of the sheet. */
	url: string;
	/** Place and size on the sheet, and the sheet's own width, in its pixels. */
	x: number;
	y: number;
	width: number;
	height: number;
	sheetWidth: number;
}

export function previewAt(previews: Previews, seconds: number): PreviewTile {
	const tile = Math.min(Math.max(Math.floor((seconds * 1000) / previews.interval_ms), 0), previews.n_tiles - 1);
	const perSheet = previews.columns * previews.rows;
	const sheet = Math.floor(tile / perSheet);
	const place = tile % perSheet;
	// A sheet of fewer pictures than a row holds is no wider than they are.
	const columns = Math.min(previews.columns, previews.n_tiles - sheet * perSheet);
	return {
		url: `${previews.url}/${sheet}.jpg`,
		x: (place % previews.columns) * previews.width,
		y: Math.floor(place / previews.columns) * previews.height,
		width: previews.width,
		height: previews.height,
		sheetWidth: columns * previews.width
	};
}
