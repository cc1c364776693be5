// Which job belongs to what, and how long it still takes.

import type { Job } from './api/types';

/** Unfinished scans. */
export function scansOf(jobs: Iterable<Job>): Job[] {
	return [...jobs].filter((job) => job.kind === 'scan_library');
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
