import { expect, test } from 'vitest';
import type { Job } from '$lib/api/types';
import { Scans } from './scans';

const scan = (id: string, state: Job['state'], kind = 'scan_library') => ({ id, state, kind }) as Job;

test('an_older_answer_wakes_no_scan_that_has_ended', () => {
	const scans = new Scans();
	scans.hear(scan('a', 'running'));
	scans.hear(scan('a', 'completed'));
	scans.know([scan('a', 'running')]);
	expect([...scans.all.keys()]).toEqual([]);
	expect(scans.hasEnded('a')).toBe(true);
});

test('a_scan_whose_end_nobody_heard_goes_with_the_next_answer', () => {
	const scans = new Scans();
	scans.hear(scan('a', 'running'));
	scans.know([scan('b', 'available')]);
	expect([...scans.all.keys()]).toEqual(['b']);
});

test('an_answer_does_not_replace_what_an_event_told', () => {
	const scans = new Scans();
	scans.hear(scan('a', 'running'));
	scans.know([scan('a', 'available')]);
	expect(scans.all.get('a')?.state).toBe('running');
});

test('a_scan_that_is_tried_again_is_unfinished_again', () => {
	const scans = new Scans();
	scans.hear(scan('a', 'discarded'));
	scans.hear(scan('a', 'available'));
	expect(scans.all.has('a')).toBe(true);
	expect(scans.hasEnded('a')).toBe(false);
});

test('other_work_is_no_scan', () => {
	const scans = new Scans();
	scans.hear(scan('a', 'running', 'extract_still'));
	scans.know([scan('b', 'running', 'extract_still')]);
	expect(scans.all.size).toBe(0);
});
