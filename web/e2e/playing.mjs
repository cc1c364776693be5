// What "it plays" means: the clock of the <video> advances and the picture changes.

import assert from 'node:assert/strict';

const PATIENCE_MS = 60_000;

/** Waits until the picture moves, and proves it by two frames at least a second apart. */
export async function assertPlays(page, what) {
	const video = page.locator('video');
	await page
		.waitForFunction(() => {
			const v = document.querySelector('video');
			return v !== null && !v.paused && !v.seeking && v.readyState >= 3;
		}, null, { timeout: PATIENCE_MS })
		.catch(async () => assert.fail(`${what}: never began to play: ${await state(page)}`));
	const before = await frame(video);
	await page
		.waitForFunction((from) => document.querySelector('video').currentTime > from + 1, before.time, { timeout: PATIENCE_MS })
		.catch(async () => assert.fail(`${what}: the clock stands at ${before.time}: ${await state(page)}`));
	const after = await frame(video);
	const moved = difference(before.pixels, after.pixels);
	assert.ok(moved > 1, `${what}: the picture stands still (mean difference ${moved.toFixed(2)})`);
	assert.ok(Math.max(...after.pixels) > 40, `${what}: the picture is black`);
	return after.time;
}

/** A small copy of the picture that is shown now. */
function frame(video) {
	return video.evaluate((v) => {
		const canvas = document.createElement('canvas');
		canvas.width = 64;
		canvas.height = 36;
		const context = canvas.getContext('2d', { willReadFrequently: true });
		context.drawImage(v, 0, 0, 64, 36);
		return { time: v.currentTime, pixels: [...context.getImageData(0, 0, 64, 36).data] };
	});
}

function difference(a, b) {
	let sum = 0;
	for (let i = 0; i < a.length; i += 1) sum += Math.abs(a[i] - b[i]);
	return sum / a.length;
}

/** Clicks the seek bar at a share of its width. */
export async function clickSeekBar(page, share) {
	await page.mouse.move(640, 400);
	const box = await page.getByRole('slider', { name: 'Position' }).boundingBox();
	await page.mouse.click(box.x + box.width * share, box.y + box.height / 2);
}

export async function assertAt(page, share, what) {
	const { time, duration } = await page.locator('video').evaluate((v) => ({ time: v.currentTime, duration: v.duration }));
	const wanted = duration * share;
	assert.ok(time > wanted - 3 && time < wanted + 20, `${what}: is at ${time.toFixed(1)} s of ${duration.toFixed(1)} s, wanted ${wanted.toFixed(1)} s`);
}

/** What the player knows about itself, for a failure's message. */
export async function state(page) {
	return page.evaluate(() => {
		const v = document.querySelector('video');
		const player = document.querySelector('[data-testid=player]');
		const alert = document.querySelector('[role=alert]');
		return JSON.stringify({
			phase: player?.getAttribute('data-phase'),
			method: player?.getAttribute('data-method'),
			alert: alert?.textContent?.trim().slice(0, 300),
			time: v?.currentTime,
			duration: v?.duration,
			ready: v?.readyState,
			paused: v?.paused,
			seeking: v?.seeking,
			error: v?.error?.message,
			buffered: v ? Array.from({ length: v.buffered.length }, (_, n) => [v.buffered.start(n), v.buffered.end(n)]) : []
		});
	});
}
