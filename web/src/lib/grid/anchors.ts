// The index of a keyset list: which cursor opens which page, and the page of a letter.

import type { Anchors } from '$lib/api/types';

/** Cursor of page `n`, counting from 0; undefined for the first page, which needs none. */
export function cursorOfPage(anchors: Pick<Anchors, 'total' | 'step' | 'cursors'>, page: number): string | undefined {
	if (page <= 0) return undefined;
	const pages = Math.ceil(anchors.total / anchors.step);
	// A server may list a cursor for every page, or leave out the first page's, which would be empty.
	const shift = anchors.cursors.length >= pages ? 0 : 1;
	return anchors.cursors[page - shift];
}
