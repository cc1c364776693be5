// Unfinished scans, from events and from answers. What an event told is newer than any answer that was on its way: a scan
// that was heard to end is not woken by one that still calls it running.

import { SvelteMap } from 'svelte/reactivity';
import type { Job } from '$lib/api/types';
import { isUnfinished, scansOf } from '$lib/jobs';
import { remember } from './remember';

export class Scans {
	readonly all = new SvelteMap<string, Job>();
	/** Jobs of every kind that were heard to end. */
	readonly #ended = new Set<string>();

	hasEnded(id: string): boolean {
		return this.#ended.has(id);
	}

	/** An event. */
	hear(job: Job): void {
		if (!isUnfinished(job)) {
			remember(this.#ended, job.id);
			this.all.delete(job.id);
			return;
		}
		this.#ended.delete(job.id);
		if (job.kind === 'scan_library') this.all.set(job.id, job);
	}

	/** An answer with all unfinished ones. */
	know(jobs: readonly Job[]): void {
		const ids = new Set(jobs.map((job) => job.id));
		for (const id of this.all.keys()) if (!ids.has(id)) this.all.delete(id);
		for (const job of scansOf(jobs)) {
			if (isUnfinished(job) && !this.#ended.has(job.id) && !this.all.has(job.id)) this.all.set(job.id, job);
		}
	}
}
