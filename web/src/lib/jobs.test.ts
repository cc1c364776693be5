import { expect, test } from 'vitest';
import type { Job, JobState } from './api/types';
import { patchPages, timeLeft } from './jobs';

const START = Date.parse('2026-03-01T12:00:00Z');
const job = (done: number, total: number, state = 'running') =>
	({ state, started_at: '2026-03-01T12:00:00Z', progress: { done, total, message: '' } }) as Parameters<typeof timeLeft>[0];

test('time_left_follows_the_pace_so_far', () => {
	expect(timeLeft(job(25, 100), START + 10_000)).toBe(30_000);
	expect(timeLeft(job(100, 100), START + 10_000)).toBe(0);
});

test('says_nothing_before_it_can_know', () => {
	expect(timeLeft(job(25, 100), START + 1_000)).toBeNull();
	expect(timeLeft(job(1, 100), START + 60_000)).toBeNull();
	expect(timeLeft(job(0, 0), START + 60_000)).toBeNull();
	expect(timeLeft(job(25, 100, 'available'), START + 60_000)).toBeNull();
});

const row = (id: string, state: JobState = 'available', over: Partial<Job> = {}) =>
	({ id, state, kind: 'scan_library', queue: 'high', ...over }) as Job;
const pages = (ids: string[], next: string | null) => ({
	pages: [{ items: ids.map((id) => row(id)), next_cursor: next }],
	pageParams: [undefined]
});
const ids = (data: ReturnType<typeof patchPages>) => data?.pages.flatMap((page) => page.items.map((job) => job.id));

test('events_change_a_list_in_place_and_keep_its_order', () => {
	const patched = patchPages(pages(['07', '05', '03'], null), [row('05', 'running'), row('09')], {});
	expect(ids(patched)).toEqual(['09', '07', '05', '03']);
	expect(patched?.pages[0]?.items[2]?.state).toBe('running');
});

test('a_job_leaves_the_list_that_it_no_longer_fits_and_comes_to_the_one_it_fits', () => {
	expect(ids(patchPages(pages(['07', '05'], null), [row('05', 'completed')], { state: 'available,running' }))).toEqual(['07']);
	expect(ids(patchPages(pages(['07'], null), [row('05', 'available')], { state: 'available' }))).toEqual(['07', '05']);
	expect(ids(patchPages(pages(['07'], null), [row('08', 'available', { queue: 'bulk' })], { queue: 'high' }))).toEqual(['07']);
});

test('what_belongs_to_a_page_not_loaded_yet_waits_for_it', () => {
	expect(ids(patchPages(pages(['07', '05'], 'more'), [row('02')], {}))).toEqual(['07', '05']);
	expect(ids(patchPages(pages(['07', '05'], 'more'), [row('06')], {}))).toEqual(['07', '06', '05']);
});

test('a_list_that_grows_without_end_is_asked_for_again', () => {
	const many = Array.from({ length: 400 }, (_, n) => row(String(1000 + n)));
	expect(patchPages(pages(['07'], null), many, {})).toBeNull();
});
