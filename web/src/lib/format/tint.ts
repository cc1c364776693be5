// The colour that a page takes from its picture.

import { hueOf, hueOfText } from './color';
import { pictureFor } from '$lib/grid/pictures';
import type { ItemSummary } from '$lib/api/types';

/** A CSS colour: the theme's lightness and chroma, the picture's hue; a grey picture gives the ground itself. */
export function tintOf(item: Pick<ItemSummary, 'title' | 'images'>): string {
	const picture = pictureFor(item.images, 'still');
	const hue = picture ? hueOf(picture.image.color) : hueOfText(item.title);
	return hue === null ? 'var(--surface)' : `oklch(var(--tint-l) var(--tint-c) ${hue})`;
}
