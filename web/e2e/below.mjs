// The same product below a path of its host: set up, found, played, signed out and in, and nothing asked for elsewhere.
//
//   node web/e2e/below.mjs --url http://127.0.0.1:PORT/revenge --media DIR
//
// Short: what the pages do is run.mjs's business; here it is where their links and files lead.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from './browser.mjs';
import { assertPlays, state } from './playing.mjs';
import { seeDrawnSubtitles } from './viewing.mjs';
import { PASSWORD, USER, setUp } from './setup.mjs';

const { values } = parseArgs({ options: { url: { type: 'string' }, media: { type: 'string' } } });
const { url } = values;
const base = new URL(url).pathname;
assert.ok(base.length > 1 && !base.endsWith('/'), `--url needs a base path: ${url}`);
const watch = await openBrowser(url);
const { browser, context, page, faults } = watch;
page.setDefaultTimeout(30_000);
const began = Date.now();
const film = (title) => page.getByTestId('item-card').filter({ hasText: title }).first();
const open = async (title) => {
	await page.goto(`${url}/libraries`);
	await page.getByRole('link', { name: /Films/ }).last().click();
	await page.waitForURL(`${url}/library/**`);
	await film(title).click();
};
page.on('request', (request) => {
	const { protocol, pathname } = new URL(request.url());
	if (protocol.startsWith('http') && !pathname.startsWith(`${base}/`)) faults.push(`asked for outside of ${base}: ${request.url()}`);
});
page.on('response', (response) => {
	if (response.status() === 404) faults.push(`not found: ${response.url()}`);
});

try {
	await setUp(watch, { url, media: resolve(values.media) });
	for (const title of ['Direct Harbour', 'Northern Transit', 'Quiet Water', 'Painted Words']) {
		await film(title).waitFor({ timeout: 120_000 });
	}
	for (const [title, method] of [
		['Direct Harbour', 'direct'],
		['Northern Transit', 'transcode']
	]) {
		await open(title);
		await page.getByTestId('play').click();
		await assertPlays(page, title);
		assert.equal(await page.getByTestId('player').getAttribute('data-method'), method, await state(page));
		// The deepest address there is, asked of the server.
		await page.reload();
		await assertPlays(page, `${title} after a reload`);
		await page.keyboard.press('Escape');
		await page.getByTestId('play').waitFor();
	}
	// Drawn by a worker that loads a module, WebAssembly and fonts of its own.
	await seeDrawnSubtitles(watch, { open: () => open('Painted Words'), method: 'direct', colour: [0, 255, 0] });

	await page.goto(`${url}/admin`);
	await page.waitForURL(`${url}/admin/libraries`);
	await page.getByTestId('library-row').first().waitFor();
	await page.keyboard.press('/');
	await page.getByRole('dialog', { name: 'Search' }).waitFor();
	await page.keyboard.type('quiet');
	await page.getByRole('dialog', { name: 'Search' }).getByText('Quiet Water').first().waitFor();
	await page.keyboard.press('Enter');
	await page.waitForURL(`${url}/item/**`);

	const cookies = await context.cookies(`${url}/`);
	assert.deepEqual(cookies.map((cookie) => cookie.path), [base]);
	await page.goto(`${url}/settings`);
	await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
	await page.waitForURL(`${url}/login`);
	await page.goto(`${url}/admin/jobs?show=failed`);
	await page.waitForURL(`${url}/login?next=%2Fadmin%2Fjobs%3Fshow%3Dfailed`);
	await page.getByLabel('Name', { exact: true }).fill(USER);
	await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL(`${url}/admin/jobs?show=failed`);
	assert.deepEqual(faults, [], 'requests outside of the base path, policy messages or script errors');
	console.log(`ok  everything below ${base} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
} catch (error) {
	console.error(error);
	console.error('page:', page.url(), await state(page).catch(() => ''));
	for (const fault of faults) console.error('fault:', fault);
	process.exitCode = 1;
} finally {
	await browser.close();
}
