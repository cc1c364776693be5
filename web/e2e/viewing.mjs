// What a viewer does beside watching: chapters, the next episode, the row of what was begun.

import assert from 'node:assert/strict';
import { axe } from './browser.mjs';
import { assertPlays } from './playing.mjs';

export async function jumpToChapter(watch, openFilm) {
	const { page } = watch;
	await openFilm();
	await page.getByTestId('play').click();
	await assertPlays(page, 'before the jump');
	await page.mouse.move(600, 300);
	assert.equal(await page.getByTestId('chapter-mark').count(), 1, 'marks on the seek bar');
	await page.getByRole('button', { name: 'Chapters' }).click();
	await axe(watch, 'chapters of the player');
	await page.getByTestId('chapters').getByText('Open water').click();
	await page.waitForFunction(() => document.querySelector('video').currentTime >= 30);
	await assertPlays(page, 'after the jump');
	await page.keyboard.press('Escape');
	await page.keyboard.press('Escape');
}

export async function cancelNext(watch) {
	const { page } = watch;
	await page.goto('/libraries');
	await page.getByRole('link', { name: /Evenings/ }).last().click();
	await page.getByTestId('item-card').filter({ hasText: 'Small Hours' }).click();
	await page.getByTestId('episodes').getByRole('link', { name: /Play/ }).first().click();
	await assertPlays(page, 'the first episode');
	const first = page.url();
	await page.keyboard.press('End');
	const end = page.getByTestId('end');
	await end.getByRole('timer').waitFor();
	await axe(watch, 'end of an episode');
	await end.getByRole('button', { name: 'Cancel' }).click();
	await end.getByRole('timer').waitFor({ state: 'detached' });
	await end.getByRole('link', { name: 'Next episode' }).click();
	await page.waitForFunction((before) => location.href !== before, first);
	await assertPlays(page, 'the second episode');
	await page.keyboard.press('Escape');
}

export async function takeOffTheRow({ page }) {
	const first = page.getByRole('heading', { level: 2 }).first();
	const title = await first.textContent();
	await page.getByRole('button', { name: `Take “${title}” off this row` }).click();
	await page.waitForFunction((gone) => document.querySelector('main h2, h2')?.textContent !== gone, title);
}
