// Which picture an item shows and in which shape. Posters exist only where somebody made one; a frame of the film
// always does, so a wall takes the shape that most of its titles have.

import type { ItemImage } from '$lib/api/types';

export type Shape = 'poster' | 'still' | 'cover';

/** Height / width. */
export const RATIO: Record<Shape, number> = { poster: 3 / 2, still: 9 / 16, cover: 1 };

type Images = Record<string, ItemImage | undefined>;

const PREFERENCE: Record<Shape, readonly string[]> = {
	poster: ['poster', 'cover', 'still', 'backdrop'],
	still: ['still', 'backdrop', 'poster', 'cover'],
	cover: ['cover', 'poster', 'still', 'backdrop']
};

export interface Picture {
	type: string;
	image: ItemImage;
}

/** The best picture of an item for a cell of this shape. */
export function pictureFor(images: Images | null | undefined, shape: Shape): Picture | null {
	for (const type of PREFERENCE[shape]) {
		const image = images?.[type];
		if (image) return { type, image };
	}
	return null;
}

/** The shape of a whole wall or rail, by what its first titles have. */
export function shapeOf(items: readonly { images?: Images | null; kind: string }[]): Shape {
	if (items[0]?.kind === 'album' || items[0]?.kind === 'artist') return 'cover';
	let posters = 0;
	let covers = 0;
	let stills = 0;
	for (const { images } of items) {
		if (images?.poster) posters += 1;
		else if (images?.cover) covers += 1;
		else if (images?.still || images?.backdrop) stills += 1;
	}
	if (posters + covers + stills === 0) return 'still';
	if (covers > posters && covers > stills) return 'cover';
	return posters >= stills ? 'poster' : 'still';
}

/** Widths that the server keeps: asking for these alone makes one picture one cache entry. */
const WIDTHS = [160, 320, 640, 1280] as const;

export function widthFor(cssPixels: number, density: number): number {
	const wanted = cssPixels * Math.min(density, 2);
	return WIDTHS.find((w) => w >= wanted) ?? 1280;
}
