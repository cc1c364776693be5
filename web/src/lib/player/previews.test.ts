import { expect, test } from 'vitest';
import { previewAt } from './previews';

const previews = { url: '/p', interval_ms: 10_000, width: 320, height: 180, columns: 6, rows: 6, n_tiles: 75 };

test.each([
	[0, '/p/0.jpg', 0, 0, 1920],
	[9.99, '/p/0.jpg', 0, 0, 1920],
	[10, '/p/0.jpg', 320, 0, 1920],
	[75, '/p/0.jpg', 320, 180, 1920],
	[359.9, '/p/0.jpg', 1600, 900, 1920],
	[360, '/p/1.jpg', 0, 0, 1920],
	// The last sheet has three pictures only.
	[745, '/p/2.jpg', 640, 0, 960],
	[9_999, '/p/2.jpg', 640, 0, 960],
	[-1, '/p/0.jpg', 0, 0, 1920]
])('the picture of second %s', (seconds, url, x, y, sheetWidth) => {
	expect(previewAt(previews, seconds)).toEqual({ url, x, y, width: 320, height: 180, sheetWidth });
});
