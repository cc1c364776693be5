// Which job belongs to what, and how long it still takes.

import type { Job } from './api/types';

/** The unfinished scan of a library: by the id it names, or by the job that this page started. */
export function scanOf(jobs: Iterable<Job>, libraryId: string, startedId: string | null): Job | undefined {
	for (const job of jobs) {
		if (job.kind !== 'scan_library') continue;
		const named = (job as { args?: { library_id?: string } }).args?.library_id;
		if (named === libraryId || job.id === startedId) return job;
	}
	return undefined;
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
