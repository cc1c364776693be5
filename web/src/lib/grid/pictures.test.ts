import { expect, test } from 'vitest';
import { pictureFor, shapeOf, widthFor } from './pictures';

const image = { width: 1280, height: 720, blurhash: 'L', color: '#223344' };
const film = (images: Record<string, typeof image>) => ({ kind: 'movie', images });

test('a_library_of_stills_gets_a_wall_of_stills', () => {
	expect(shapeOf([film({ still: image }), film({ still: image }), film({})])).toBe('still');
	expect(shapeOf([])).toBe('still');
});

test('posters_win_where_most_titles_have_one', () => {
	expect(shapeOf([film({ poster: image, still: image }), film({ poster: image }), film({ still: image })])).toBe('poster');
	expect(shapeOf([film({ poster: image }), film({ still: image }), film({ still: image })])).toBe('still');
});

test('music_is_square', () => {
	expect(shapeOf([{ kind: 'album', images: {} }])).toBe('cover');
	expect(shapeOf([{ kind: 'album', images: { cover: image } }])).toBe('cover');
});

test('a_missing_type_falls_back_to_the_nearest', () => {
	expect(pictureFor({ still: image }, 'poster')?.type).toBe('still');
	expect(pictureFor({ poster: image, backdrop: image }, 'still')?.type).toBe('backdrop');
	expect(pictureFor({}, 'still')).toBeNull();
	expect(pictureFor(null, 'still')).toBeNull();
});

test('the_width_asked_for_covers_the_device_pixels_and_never_more_than_double', () => {
	expect(widthFor(180, 1)).toBe(320);
	expect(widthFor(180, 2)).toBe(640);
	expect(widthFor(300, 3)).toBe(640);
	expect(widthFor(4000, 2)).toBe(1280);
});
