// What the page of jobs shows, as its address says it: a link to "failed jobs of the queue bulk" can be sent.

import type { JobFilter } from './api/queries';

/** Each show and the states in it. What runs has a list of its own above all of them. */
const STATES = {
	all: 'scheduled,available,retryable,completed,cancelled,discarded',
	waiting: 'scheduled,available,retryable',
	failed: 'discarded',
	done: 'completed',
	cancelled: 'cancelled'
} as const;

export type Show = keyof typeof STATES;
export const SHOWS = Object.keys(STATES) as Show[];

export interface JobView {
	show: Show;
	kind: string;
	queue: string;
}

export function viewOf(search: URLSearchParams): JobView {
	const show = search.get('show') as Show;
	return { show: SHOWS.includes(show) ? show : 'all', kind: search.get('kind') ?? '', queue: search.get('queue') ?? '' };
}

/** The address of a view; what is usual is left out. */
export function hrefOf(view: JobView): string {
	const search = new URLSearchParams();
	if (view.show !== 'all') search.set('show', view.show);
	if (view.kind) search.set('kind', view.kind);
	if (view.queue) search.set('queue', view.queue);
	return search.size > 0 ? `/admin/jobs?${search.toString()}` : '/admin/jobs';
}

export const filterOf = (view: JobView): JobFilter => ({ state: STATES[view.show], ...place(view) });
export const runningOf = (view: JobView): JobFilter => ({ state: 'running', ...place(view) });
export const isFiltered = (view: JobView) => view.show !== 'all' || view.kind !== '' || view.queue !== '';

const place = (view: JobView): JobFilter => ({
	...(view.kind ? { kind: view.kind } : {}),
	...(view.queue ? { queue: view.queue } : {})
});
