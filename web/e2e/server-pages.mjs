// The server pages as an administrator uses them: what is pressed is seen, and is still so after a reload.

import assert from 'node:assert/strict';
import { axe } from './browser.mjs';

/** Pauses a queue, sets its limit, and puts both back. */
export async function setQueue(watch) {
	const { page } = watch;
	await page.goto('/admin/queues');
	const row = page.locator('[data-queue=bulk]');
	await row.getByRole('button', { name: 'Pause bulk' }).click();
	await row.getByText('Paused.').waitFor();
	const limit = row.getByTestId('queue-limit');
	const board = Number(await limit.innerText());
	await row.getByRole('button', { name: 'One more at once in bulk' }).click();
	await row.getByText(`This machine’s limit: ${board}`).waitFor();
	await Promise.all([
		page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.url().includes('/queues/bulk')),
		axe(watch, 'queues')
	]);
	await page.reload();
	await row.getByText('Paused.').waitFor();
	await row.getByText(`This machine’s limit: ${board}`).waitFor();
	await row.getByRole('button', { name: 'Reset the limit of bulk' }).click();
	await row.getByText('This machine’s limit', { exact: true }).waitFor();
	await row.getByRole('button', { name: 'Resume bulk' }).click();
	await row.getByText('Paused.').waitFor({ state: 'hidden' });

	// A time of day that is not now.
	const hours = row.getByRole('button', { name: /^Works .*: bulk$/ });
	await hours.click();
	const dialog = page.getByRole('dialog', { name: 'Working hours of bulk' });
	const clock = (hour) => `${String((hour + 24) % 24).padStart(2, '0')}:00`;
	const hour = new Date().getHours();
	await dialog.getByLabel('From').fill(clock(hour + 10));
	await dialog.getByLabel('To').fill(clock(hour + 14));
	await axe(watch, 'working hours of a queue');
	await dialog.getByRole('button', { name: 'Save' }).click();
	await row.getByText('Waits for its time of day.').waitFor();
	await page.reload();
	await hours.filter({ hasText: `Works from ${clock(hour + 10)} to ${clock(hour + 14)}` }).click();
	await dialog.getByRole('button', { name: 'Works at any time' }).click();
	await hours.filter({ hasText: 'Works at any time' }).waitFor();

	await page.getByRole('button', { name: 'Pause everything for 2 hours' }).click();
	await row.getByText('Everything is paused.').waitFor();
	await axe(watch, 'everything is paused');
	await page.getByRole('button', { name: 'Go on now' }).click();
	// The machine may be too busy for this queue all the same.
	await row.getByText('Everything is paused.').waitFor({ state: 'hidden' });
}

/** Another time in words, a bad one as an expert, off and on, and now. */
export async function setSchedule(watch) {
	const { page } = watch;
	await page.goto('/admin/schedules');
	const row = page.locator('[data-schedule=scan_libraries]');
	const change = () => row.getByRole('button', { name: /^Change/ }).click();
	const dialog = page.getByRole('dialog', { name: /^When/ });

	await change();
	await dialog.getByText('Every week').click();
	await dialog.getByLabel('On', { exact: true }).selectOption('Sunday');
	await dialog.getByLabel('At').fill('04:15');
	await axe(watch, 'change a schedule');
	await dialog.getByRole('button', { name: 'Save' }).click();
	await dialog.waitFor({ state: 'hidden' });
	await row.getByText('every Sunday at 04:15').waitFor();

	await change();
	await dialog.getByText('Expert').click();
	const field = dialog.getByLabel('Cron expression');
	await field.fill('every now and then');
	await dialog.getByRole('button', { name: 'Save' }).click();
	await dialog.getByText(/not a cron expression/).waitFor();
	await axe(watch, 'a schedule that the server refuses');
	await dialog.getByRole('button', { name: /^Back to the usual time/ }).click();
	await dialog.waitFor({ state: 'hidden' });
	await row.getByText('every day at 03:30').waitFor();

	const byItself = row.getByRole('switch');
	await byItself.click();
	await row.getByText('Off').waitFor();
	await byItself.click();
	await row.getByText('Off').waitFor({ state: 'hidden' });

	await row.getByRole('button', { name: /^Run now/ }).click();
	const toast = page.getByTestId('toast').filter({ hasText: /: done/ });
	await toast.waitFor();
	await axe(watch, 'schedules with a notice');
	await toast.getByRole('link', { name: 'Details' }).click();
	await page.getByTestId('job-state').getByText('Done').waitFor();
	await page.getByTestId('job-time-line').getByText(/^Started/).waitFor();
	await axe(watch, 'a job');
}

/** Filters by kind and state, and the address that a filter can be sent by. */
export async function filterJobs(watch) {
	const { page } = watch;
	await page.goto('/admin/jobs');
	await page.getByLabel('What', { exact: true }).selectOption('Scan a library');
	await page.waitForURL('**/admin/jobs?kind=scan_library');
	await page.getByTestId('jobs-rest').getByTestId('job-row').filter({ hasText: 'Scanning Evenings' }).first().waitFor();
	await page.getByText('Cancelled', { exact: true }).first().click();
	await page.waitForURL('**/admin/jobs?show=cancelled&kind=scan_library');
	await page.getByText('No job fits these filters.').waitFor();
	await axe(watch, 'jobs, none that fits');
	await page.getByRole('link', { name: 'Clear filters' }).click();
	await page.waitForURL('**/admin/jobs');
	await page.getByTestId('job-row').first().waitFor();
	await axe(watch, 'jobs');
}

/** A webhook whose address may not be called: its test fails and says why, also as a job. */
export async function tellWebhook(watch) {
	const { page } = watch;
	await page.goto('/admin/webhooks');
	await page.getByText('No webhooks yet').waitFor();
	await axe(watch, 'webhooks, none yet');
	await page.getByRole('button', { name: 'Add webhook' }).first().click();
	const dialog = page.getByRole('dialog', { name: 'Add webhook' });
	await dialog.getByLabel('Name', { exact: true }).fill('Home');
	const address = dialog.getByLabel('Address');
	await address.fill('http://127.0.0.1:9/hook');
	await dialog.getByRole('button', { name: 'Add webhook' }).click();
	await dialog.getByText(/this machine/).waitFor();
	await axe(watch, 'a webhook that the server refuses');
	await address.fill('http://localhost:9/hook');
	await dialog.getByRole('button', { name: 'Add webhook' }).click();
	assert.match(await page.getByTestId('webhook-secret').inputValue(), /^whsec_.{20}/);
	await axe(watch, 'the secret of a webhook');
	await page.getByRole('button', { name: 'I have kept it' }).click();

	await page.getByText('Nothing was sent yet.').waitFor();
	await page.getByRole('button', { name: 'Send a test' }).click();
	const delivery = page.locator('[data-testid=delivery][data-state=failed]');
	await delivery.getByText(/this machine/).waitFor();
	await axe(watch, 'a webhook');

	await page.getByTestId('toast').getByRole('link', { name: 'Why' }).click();
	await page.getByTestId('job-state').getByText('Failed').waitFor();
	await page.getByTestId('job-attempts').getByText(/this machine/).waitFor();
	await axe(watch, 'a job that failed');
	await page.goto('/admin/jobs?show=failed');
	await page.locator('[data-testid=job-row][data-state=discarded]').getByText(/this machine/).waitFor();

	await page.goto('/admin/webhooks');
	await page.getByTestId('webhook-row').getByRole('link', { name: 'Home' }).click();
	await page.getByRole('button', { name: 'Delete webhook' }).click();
	const confirm = page.getByRole('dialog', { name: 'Delete the webhook “Home”?' });
	await confirm.getByText(/http:\/\/localhost:9\/hook/).waitFor();
	await confirm.getByRole('button', { name: 'Delete webhook' }).click();
	await page.getByText('No webhooks yet').waitFor();
}

export async function seeSystem(watch) {
	const { page } = watch;
	await page.goto('/admin/system');
	const health = page.getByTestId('health');
	await health.waitFor();
	// What is not well is in sight already; the rest unfolds.
	if ((await health.locator('details').count()) > 0) await health.locator('summary').click();
	await health.getByTestId('health-check').filter({ hasText: 'Database: well' }).waitFor();
	await page.getByTestId('figures').getByText('Requests').waitFor();
	await axe(watch, 'system');
}

/** The page says that the server is away, keeps what it shows, and goes on by itself. */
export async function loseServer({ page, context }) {
	await page.goto('/admin/queues');
	await page.locator('[data-queue=high]').waitFor();
	await context.setOffline(true);
	await page.getByTestId('away').waitFor();
	await page.locator('[data-queue=high]').waitFor();
	await context.setOffline(false);
	await page.getByTestId('away').waitFor({ state: 'hidden' });
}

/** A backup is made and put back: the server goes away, comes back by itself, and says how it went. */
export async function putBackupBack(watch, { password }) {
	const { page } = watch;
	await page.goto('/admin/backups');
	await page.getByText('No backups yet').waitFor();
	await page.getByRole('button', { name: 'Make a backup' }).click();
	const row = page.getByTestId('backup-row').filter({ hasText: 'Made by hand' });
	await row.waitFor();
	await axe(watch, 'backups');

	const [download] = await Promise.all([page.waitForEvent('download'), row.getByRole('link', { name: /^Download/ }).click()]);
	const chooser = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: 'Upload a backup' }).click();
	await (await chooser).setFiles({ name: 'mine.tar.zst', mimeType: 'application/zstd', buffer: Buffer.from('no backup') });
	await page.getByText(/no backup of Revenge/).waitFor();
	await page.getByTestId('backup-file').setInputFiles(await download.path());
	const uploaded = page.getByTestId('backup-row').filter({ hasText: 'Uploaded' });
	await uploaded.getByRole('button', { name: /^Delete/ }).click();
	await axe(watch, 'delete a backup');
	await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
	await uploaded.waitFor({ state: 'hidden' });

	await row.getByRole('button', { name: /^Put back/ }).click();
	const dialog = page.getByRole('dialog', { name: /^Put back the backup/ });
	const field = dialog.getByLabel('Password', { exact: true });
	await field.fill('not this one');
	await dialog.getByRole('button', { name: 'Put it back' }).click();
	await dialog.getByText('is wrong').waitFor();
	await axe(watch, 'put a backup back');
	await field.fill(password);
	await dialog.getByRole('button', { name: 'Put it back' }).click();
	await page.getByTestId('last-restore').getByText(/was put back at/).waitFor();
	await page.getByTestId('backup-row').filter({ hasText: 'Before a restore' }).waitFor();
	await axe(watch, 'backups after a restore');
}
