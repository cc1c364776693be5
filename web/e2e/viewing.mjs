// What a viewer does beside watching: chapters, the next episode, the row of what was begun.

import assert from 'node:assert/strict';
import { axe } from './browser.mjs';
import { assertPlays } from './playing.mjs';

/** In the player that is open. */
export async function jumpToChapter(watch) {
	const { page } = watch;
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

/** Plays a film in this page, ends it on the server's page in another tab, and reads here why. */
export async function stopFromElsewhere(watch, { open }) {
	const { page, context } = watch;
	await open();
	await page.getByTestId('play').click();
	await assertPlays(page, 'before it is stopped');
	const other = await context.newPage();
	await other.goto('/admin/playing');
	const row = other.getByTestId('playing-row').first();
	await row.waitFor();
	await row.getByRole('button', { name: /^Stop/ }).click();
	await other.getByLabel('Why').fill('The disk has to rest.');
	await other.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
	await page.getByRole('alert').filter({ hasText: 'The disk has to rest.' }).waitFor({ timeout: 5_000 });
	assert.equal(await page.locator('video').evaluate((v) => v.paused), true);
	await axe(watch, 'a player that was stopped');
	await other.close();
	await page.getByRole('button', { name: 'Try again' }).click();
	await assertPlays(page, 'begun again');
	await page.keyboard.press('Escape');
}

export async function takeOffTheRow({ page }) {
	const first = page.getByRole('heading', { level: 2 }).first();
	const title = await first.textContent();
	await page.getByRole('button', { name: `Take “${title}” off this row` }).click();
	await page.waitForFunction((gone) => document.querySelector('main h2, h2')?.textContent !== gone, title);
}

/** Chooses the first subtitles before play and looks for their colour on the canvas over the picture. */
export async function seeDrawnSubtitles({ page }, { open, method, colour }) {
	await open();
	const choice = page.getByLabel('Subtitles', { exact: true });
	await choice.selectOption({ index: 1 });
	await page.getByRole('link', { name: /Play|From the start/ }).last().click();
	await page.waitForFunction(() => document.querySelector('video')?.currentTime > 0);
	assert.equal(await page.getByTestId('player').getAttribute('data-method'), method, 'no conversion for subtitles');
	// Shown from 2 s on: stopped there, a slow machine does not miss them.
	await page.locator('video').evaluate((v) => (v.currentTime = 5));
	await page
		.waitForFunction((wanted) => {
			const drawn = document.querySelector('video ~ canvas');
			if (!drawn || drawn.width === 0) return false;
			const copy = document.createElement('canvas');
			[copy.width, copy.height] = [drawn.width, drawn.height];
			const context = copy.getContext('2d');
			context.drawImage(drawn, 0, 0);
			const { data } = context.getImageData(0, 0, copy.width, copy.height);
			let n = 0;
			for (let i = 0; i < data.length; i += 4) {
				if (data[i + 3] > 200 && wanted.every((value, c) => Math.abs(data[i + c] - value) < 24)) n += 1;
			}
			return n > 500;
		}, colour)
		.catch(() => assert.fail('the subtitles are not on the screen'));
	await page.keyboard.press('Escape');
}

/** Somebody who likes English subtitles sees them without choosing any. */
export async function likeSubtitles(watch, { open }) {
	const { page } = watch;
	const kept = () => page.waitForResponse((r) => r.url().endsWith('/playback/rules') && r.request().method() === 'PUT' && r.status() === 204);
	const choose = async (label, option) => {
		const answer = kept();
		await page.getByLabel(label, { exact: true }).selectOption({ label: option });
		await answer;
	};
	await page.goto('/settings');
	await choose('Subtitles', 'English');
	await choose('Show subtitles', 'Always');
	await axe(watch, 'languages in the settings');
	await open();
	await page.getByTestId('play').click();
	await assertPlays(page, 'with subtitles');
	await page.keyboard.press('k');
	await page.locator('video').evaluate((v) => (v.currentTime = 14));
	await page.waitForFunction(() => {
		const tracks = [...document.querySelector('video').textTracks];
		return tracks.some((t) => t.mode === 'showing' && [...(t.activeCues ?? [])].some((c) => c.text.includes('second line')));
	});
	await page.keyboard.press('Escape');
	await page.goto('/settings');
	await choose('Show subtitles', 'Never');
}
