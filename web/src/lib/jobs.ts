// Lists of jobs: which job fits which list, how events change one, and how long a job still takes.

import type { InfiniteData } from '@tanstack/svelte-query';
import type { JobFilter, JobPage } from './api/queries';
import type { Job, JobState } from './api/types';

const UNFINISHED = new Set<JobState>(['scheduled', 'available', 'running', 'retryable']);
const AGAIN = new Set<JobState>(['discarded', 'cancelled', 'retryable', 'scheduled']);
/** Rows that events may add to a list before it is asked for anew. */
const MOST_ADDED = 300;

type Pages = InfiniteData<JobPage, string | undefined>;

export const isUnfinished = (job: Pick<Job, 'state'>) => UNFINISHED.has(job.state);
/** Whether starting it now makes sense. */
export const canRetry = (job: Pick<Job, 'state'>) => AGAIN.has(job.state);

/** Scans of one library each. */
export function scansOf(jobs: Iterable<Job>): Job[] {
	return [...jobs].filter((job) => job.kind === 'scan_library');
}

export function fits(job: Job, filter: JobFilter): boolean {
	const states = filter.state?.split(',');
	return (
		(!states || states.includes(job.state)) &&
		(!filter.kind || filter.kind === job.kind) &&
		(!filter.queue || filter.queue === job.queue)
	);
}

/** The list with what events told, newest first; null when it is better asked for again. */
export function patchPages(data: Pages, changed: readonly Job[], filter: JobFilter): Pages | null {
	const known = data.pages.flatMap((page) => page.items);
	const rows = new Map(known.map((job) => [job.id, job]));
	const last = known.at(-1)?.id ?? '';
	// Older ones than the last loaded row come with the next page.
	const reaches = data.pages.at(-1)?.next_cursor ? last : '';
	for (const job of changed) {
		if (!fits(job, filter)) rows.delete(job.id);
		else if (rows.has(job.id) || job.id > reaches) rows.set(job.id, job);
	}
	if (rows.size > known.length + MOST_ADDED) return null;
	// Ids rise with time, so they are the order.
	const items = [...rows.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
	const pages = data.pages.map((page, n) => ({ ...page, items: n === 0 ? items : [] }));
	return { ...data, pages };
}

/** Milliseconds left at the pace so far, or null while it is too early to say. */
export function timeLeft(job: Pick<Job, 'state' | 'progress' | 'started_at'>, now: number): number | null {
	const { done, total } = job.progress;
	if (job.state !== 'running' || !job.started_at || total <= 0 || done <= 0 || done > total) return null;
	const elapsed = now - Date.parse(job.started_at);
	const share = done / total;
	if (!(elapsed > 3_000) || share < 0.02) return null;
	return Math.round((elapsed / share) * (1 - share));
}
