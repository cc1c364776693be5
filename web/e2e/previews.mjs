// Seek previews: their cost is shown before, they are made, and the seek bar shows them.

import assert from 'node:assert/strict';
import { axe } from './browser.mjs';

export async function makePreviews(watch) {
	const { page } = watch;
	await page.goto('/admin/libraries');
	await page.getByRole('button', { name: 'Seek previews of Films' }).click();
	const dialog = page.getByRole('dialog', { name: 'Seek previews of Films' });
	await dialog.getByTestId('previews-cost').and(page.locator('[data-measured=true]')).waitFor({ timeout: 120_000 });
	await axe(watch, 'cost of seek previews');
	await dialog.getByRole('button', { name: 'Make previews' }).click();
	await page.waitForFunction(
		() => {
			const { done, total } = document.querySelector('[data-testid=previews-progress]')?.dataset ?? {};
			return Number(total) > 0 && done === total;
		},
		null,
		{ timeout: 180_000 }
	);
	await axe(watch, 'seek previews');
	await dialog.getByRole('button', { name: 'Close' }).last().click();
}

/** Over the bar, at two places, and by the keyboard. */
export async function seePreviews({ page }, open) {
	await open();
	await page.getByTestId('play').click();
	await page.waitForFunction(() => document.querySelector('video')?.currentTime > 0);
	const preview = page.getByTestId('seek-preview');
	const places = [];
	for (const share of [0.2, 0.8]) {
		await page.mouse.move(640, 400);
		const box = await page.getByRole('slider', { name: 'Position' }).boundingBox();
		await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
		await preview.waitFor();
		places.push(await preview.evaluate((p) => getComputedStyle(p).backgroundPosition));
	}
	assert.notEqual(places[0], places[1], 'another moment, another picture');
	const size = await preview.evaluate(async (p) => {
		const image = new Image();
		image.src = /url\("(.*)"\)/.exec(getComputedStyle(p).backgroundImage)[1];
		await image.decode();
		return { sheet: image.naturalWidth, picture: p.getBoundingClientRect().width };
	});
	assert.ok(size.sheet >= 640 && size.picture > 100, `a sheet with pictures: ${JSON.stringify(size)}`);
	await page.mouse.move(640, 200);
	await preview.waitFor({ state: 'detached' });
	// It is there for a moment only.
	await Promise.all([preview.waitFor(), page.keyboard.press('ArrowLeft')]);
	await preview.waitFor({ state: 'detached' });
	await page.keyboard.press('Escape');
}
