// The first run: the first user and the first library.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { axe } from './browser.mjs';

export const USER = 'ada';
export const PASSWORD = 'correct horse battery';

/** From the start page of a fresh server to the one with a library. `url` has no slash at its end. */
export async function setUp(watch, { url, media }) {
	const { page } = watch;
	await page.goto(`${url}/`);
	await page.waitForURL('**/setup');
	await axe(watch, 'setup');
	const { hosts } = await page.evaluate((at) => fetch(`${at}/api/v1/setup`).then((answer) => answer.json()), url);
	const codes = await page.getByRole('img', { name: /^Square code of the address http/ }).count();
	assert.equal(codes, hosts.length > 0 ? 1 : 0, 'another device is told where to go, if there is a way');
	await page.getByLabel('Name', { exact: true }).fill(USER);
	await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Create user' }).click();
	await page.getByRole('heading', { name: 'Where are the films?' }).waitFor();
	await pickFolder(watch, join(media, 'films'));
	await axe(watch, 'setup, second step');
	await page.getByRole('button', { name: 'Add library' }).click();
	await page.waitForURL((at) => at.href === `${url}/`);
}

export async function pickFolder({ page }, path) {
	await page.getByRole('button', { name: 'Choose a folder' }).click();
	const picker = page.getByTestId('folder-picker');
	await picker.getByLabel('Folder on the server').fill(path);
	await picker.getByRole('button', { name: 'Go' }).click();
	await page.waitForFunction((wanted) => {
		const input = document.querySelector('[data-testid=folder-picker] input');
		const list = document.querySelector('[data-testid=folder-picker] ul');
		return input?.value === wanted && list?.getAttribute('aria-busy') === 'false' && list.children.length > 0;
	}, path);
	await picker.getByRole('button', { name: 'Choose this folder' }).click();
	await page.getByText(path, { exact: true }).waitFor();
}
