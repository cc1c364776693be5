// Music: an album that plays across its joins while the pages change, without a gap.

import assert from 'node:assert/strict';
import { axe } from './browser.mjs';

/** As .ci/browser-media makes them. */
const SECONDS = (200_003 + 190_007 + 180_001) / 44_100;
const JOINS = [200_003 / 44_100, (200_003 + 190_007) / 44_100];
const AUDIO = '[data-testid=music-audio]';

export async function playAlbum(watch) {
	const { page } = watch;
	await page.goto('/libraries');
	await page.getByRole('link', { name: /Records/ }).last().click();
	await page.getByTestId('item-card').filter({ hasText: 'Split Tone' }).click();
	await page.getByTestId('tracks').getByRole('button', { name: /Part 2/ }).waitFor();
	assert.equal(await page.getByTestId('tracks').getByRole('listitem').count(), 3);
	const cover = page.locator('article img').first();
	await cover.waitFor();
	await page.waitForFunction((image) => image.complete && image.naturalWidth > 0, await cover.elementHandle());
	await axe(watch, 'album');
	await page.evaluate(listen, { selector: AUDIO, joins: JOINS });
	await page.getByTestId('play-all').click();
	await page.getByTestId('music-bar').waitFor();
	await page.waitForFunction((audio) => document.querySelector(audio)?.currentTime > 0.5, AUDIO);
	await axe(watch, 'album that plays');
	// The player stays while the pages change.
	await page.getByTestId('artists').getByRole('link', { name: 'The Oscillators' }).click();
	await page.getByTestId('albums').getByText('Split Tone').waitFor();
	await axe(watch, 'artist');
	await title(page, 'Part 2');
	await page.getByRole('link', { name: 'Home' }).first().click();
	await title(page, 'Part 3');
	await page.waitForFunction((audio) => document.querySelector(audio)?.ended, AUDIO, { timeout: 60_000 });
	const heard = await page.evaluate(() => globalThis.heardMusic());
	assert.equal(heard.ranges, 1, 'one range is buffered from the first track to the last');
	assert.equal(heard.waits, 0, 'nothing stalled');
	assert.ok(Math.abs(heard.duration - SECONDS) < 0.0005, `${heard.duration} s are there, ${SECONDS} s were made`);
	assert.ok(Math.min(...heard.near) > 10, `${heard.near} blocks were listened to at the joins`);
	assert.ok(heard.quietest > 0.9 * heard.usual, `the tone dips to ${heard.quietest} of ${heard.usual} at a join`);
	console.log(`    tone at the joins: ${heard.near} blocks of 1,024 samples, quietest ${heard.quietest.toFixed(4)}, usual ${heard.usual.toFixed(4)}`);
	await page.getByTestId('music-bar').getByRole('button', { name: 'Stop and close the player' }).click();
	await page.getByTestId('music-bar').waitFor({ state: 'detached' });
}

/** The buttons of the bar, and what a search finds by a composer and a guest. */
export async function useMusicBar(watch) {
	const { page } = watch;
	await page.keyboard.press('/');
	await page.getByRole('combobox').fill('fourier');
	await page.getByRole('option', { name: /Part 2/ }).waitFor();
	await page.getByRole('option', { name: /J. Fourier/ }).first().click();
	await page.getByTestId('appearances').getByText('Split Tone').click();
	await page.getByTestId('tracks').getByRole('button', { name: /Part 2/ }).click();
	await title(page, 'Part 2');
	const bar = page.getByTestId('music-bar');
	await bar.getByRole('button', { name: 'Next track' }).click();
	await title(page, 'Part 3');
	await bar.getByRole('button', { name: 'Previous track' }).click();
	await title(page, 'Part 2');
	await page.waitForFunction((audio) => document.querySelector(audio)?.currentTime > 0, AUDIO);
	await bar.getByRole('button', { name: 'Queue', exact: true }).click();
	await axe(watch, 'queue of the music player');
	await bar.getByTestId('music-queue').getByRole('button', { name: /Part 1/ }).click();
	await title(page, 'Part 1');
	await page.waitForFunction((audio) => document.querySelector(audio)?.currentTime > 0, AUDIO);
	await bar.getByRole('button', { name: 'Pause' }).click();
	await page.waitForFunction((audio) => document.querySelector(audio)?.paused, AUDIO);
	await bar.getByRole('button', { name: 'Stop and close the player' }).click();
	await bar.waitFor({ state: 'detached' });
}

async function title(page, name) {
	await page.getByTestId('music-title').filter({ hasText: name }).waitFor({ timeout: 30_000 });
}

/** In the page: takes part in whatever the music element plays. */
function listen({ selector, joins }) {
	const found = { waits: 0, levels: [], ranges: 0, duration: 0 };
	const watchElement = (audio) => {
		let playing = false;
		audio.addEventListener('playing', () => {
			if (playing) return;
			playing = true;
			const context = new AudioContext();
			const source = context.createMediaStreamSource(audio.captureStream());
			const node = context.createScriptProcessor(1024, 1, 1);
			node.addEventListener('audioprocess', (event) => {
				const samples = event.inputBuffer.getChannelData(0);
				let sum = 0;
				for (const sample of samples) sum += sample * sample;
				if (!audio.ended && !audio.paused) found.levels.push({ at: audio.currentTime, level: Math.sqrt(sum / samples.length) });
			});
			source.connect(node).connect(context.destination);
		});
		audio.addEventListener('waiting', () => {
			if (playing && audio.currentTime > 0) found.waits += 1;
		});
		audio.addEventListener('ended', () => {
			found.ranges = audio.buffered.length;
			found.duration = audio.buffered.end(audio.buffered.length - 1);
		});
	};
	globalThis.heardMusic = () => {
		// The first blocks are silent until the sound arrives, the last ones after it.
		const loud = found.levels.map(({ level }) => level > 0.01);
		const levels = found.levels.slice(loud.indexOf(true) + 1, loud.lastIndexOf(true) - 1);
		const usual = levels.map(({ level }) => level).sort((a, b) => a - b)[Math.floor(levels.length / 2)];
		// A machine that is busy drops blocks of what listens, anywhere; what counts is where the tracks meet.
		const near = joins.map((join) => levels.filter(({ at }) => Math.abs(at - join) < 0.4).map(({ level }) => level));
		return { ...found, levels: undefined, near: near.map((n) => n.length), quietest: Math.min(...near.flat()), usual };
	};
	const here = document.querySelector(selector);
	if (here) return watchElement(here);
	const observer = new MutationObserver(() => {
		const audio = document.querySelector(selector);
		if (!audio) return;
		observer.disconnect();
		watchElement(audio);
	});
	observer.observe(document.body, { childList: true });
}
