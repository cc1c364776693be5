// Chromium for the browser test, and what is watched on every page: content security policy, script errors, axe.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** A page with its watchers. `faults` collects what must be empty at the end. */
export async function openBrowser(url) {
	const browser = await chromium.launch({
		executablePath: EXECUTABLE,
		args: [
			'--no-sandbox',
			'--autoplay-policy=no-user-gesture-required',
			'--font-render-hinting=none',
			'--disable-lcd-text',
			'--force-color-profile=srgb',
			'--hide-scrollbars'
		]
	});
	const context = await browser.newContext({
		baseURL: url,
		viewport: { width: 1280, height: 800 },
		reducedMotion: 'reduce',
		locale: 'en-US'
	});
	const page = await context.newPage();
	const cdp = await context.newCDPSession(page);
	const faults = [];
	page.on('console', (message) => {
		const text = message.text();
		if (/content security policy|trusted ?types|violates/i.test(text)) faults.push(`policy: ${text}`);
	});
	page.on('pageerror', (error) => faults.push(`script error: ${error.stack ?? error.message}`));
	return { browser, context, page, cdp, faults };
}

/** Runs axe. Through the debugger, since the page's policy refuses a script from outside. */
export async function axe({ page, cdp, faults }, name) {
	await cdp.send('Runtime.evaluate', { expression: axeSource });
	const violations = await page.evaluate(async () => {
		const result = await globalThis.axe.run(document, { resultTypes: ['violations'] });
		return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`);
	});
	for (const violation of violations) faults.push(`axe on ${name}: ${violation}`);
	const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	if (overflow > 0) faults.push(`${name} is ${overflow} px wider than the window`);
}

/** Compressed bytes of script that a first visit of `path` fetches. */
export async function scriptBytes(context, path) {
	const page = await context.newPage();
	const cdp = await context.newCDPSession(page);
	await cdp.send('Network.enable');
	await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
	const scripts = new Set();
	let total = 0;
	cdp.on('Network.responseReceived', ({ requestId, type, response }) => {
		if (type === 'Script' || /javascript/.test(response.mimeType)) scripts.add(requestId);
	});
	cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		if (scripts.has(requestId)) total += encodedDataLength;
	});
	await page.goto(path, { waitUntil: 'load' });
	await page.getByRole('navigation').first().waitFor();
	await page.waitForLoadState('load');
	await page.close();
	return total;
}
