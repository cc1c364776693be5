import { expect, test } from 'vitest';
import type { Job } from '$lib/api/types';
import { noticeOf } from './ended';
import { Mine } from './mine';

const job = (over: Partial<Job>) => ({ id: 'j1', kind: 'scan_library', title: 'Scanning Films', state: 'completed', ...over }) as Job;

test('a_scan_that_was_started_here_says_what_it_found_and_where', () => {
	const notice = noticeOf(job({ result: { found: 40, new: 12, changed: 0, missing: 1 } as unknown as Job['result'] }), { libraryId: 'l1' }, 'Films');
	expect(notice).toEqual({ kind: 'info', text: 'Films: 12 new files, 1 file gone', href: '/library/l1', action: 'Show' });
	expect(noticeOf(job({ result: { new: 0 } as unknown as Job['result'] }), { libraryId: 'l1' }, 'Films')?.text).toBe('Films: nothing new');
});

test('what_others_started_is_told_only_when_it_failed', () => {
	expect(noticeOf(job({}), undefined, 'Films')).toBeNull();
	expect(noticeOf(job({ state: 'cancelled' }), {}, undefined)).toBeNull();
	expect(noticeOf(job({ state: 'retryable' }), {}, undefined)).toBeNull();
	const failed = noticeOf(job({ state: 'discarded' }), undefined, undefined);
	expect(failed).toEqual({ kind: 'bad', text: 'Scanning Films failed', href: '/admin/jobs/j1', action: 'Why' });
});

test('other_work_that_was_started_here_leads_to_its_page', () => {
	expect(noticeOf(job({ title: 'Removing expired sign-ins' }), {}, undefined)).toMatchObject({
		text: 'Removing expired sign-ins: done',
		href: '/admin/jobs/j1'
	});
});

test('what_was_started_outlives_a_reload_and_is_bounded', () => {
	const kept = new Map<string, string>();
	const store = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
	const mine = new Mine(store);
	for (let n = 0; n < 60; n += 1) mine.add(`job-${n}`, { libraryId: `library-${n}` });
	mine.remove('job-59');
	const again = new Mine(store);
	expect(again.find('job-58')).toEqual({ libraryId: 'library-58' });
	expect(again.find('job-59')).toBeUndefined();
	expect(again.ids).toHaveLength(49);
	kept.set('started', 'not json');
	expect(new Mine(store).ids).toEqual([]);
});
