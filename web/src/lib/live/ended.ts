// What people are told when work in the background ends, and what they can do next.

import type { Job } from '$lib/api/types';
import { m } from '$lib/i18n';
import type { Toast } from '$lib/toasts.svelte';
import type { Started } from './mine';

export type Notice = Pick<Toast, 'text' | 'kind'> & { href: string; action: string };

/** The notice, or null where nobody needs one: it goes on, it was cancelled, or somebody else's work went well. */
export function noticeOf(job: Job, started: Started | undefined, library: string | undefined): Notice | null {
	if (job.state === 'discarded') {
		return { kind: 'bad', text: m.ended.failed(job.title), href: `/admin/jobs/${job.id}`, action: m.ended.why };
	}
	if (job.state !== 'completed' || !started) return null;
	if (started.libraryId && library !== undefined) {
		const href = `/library/${started.libraryId}`;
		return { kind: 'info', text: m.ended.scan(library, counts(job.result)), href, action: m.ended.show };
	}
	return { kind: 'info', text: m.ended.done(job.title), href: `/admin/jobs/${job.id}`, action: m.ended.details };
}

/** Several failures that came together. */
export function noticeOfFailures(n: number): Notice {
	return { kind: 'bad', text: m.ended.failures(n), href: '/admin/jobs?show=failed', action: m.ended.show };
}

/** What a scan counted; a number that is not there is none. */
function counts(result: Job['result']) {
	const number = (name: string) => {
		const value = (result as Record<string, unknown> | null | undefined)?.[name];
		return typeof value === 'number' ? value : 0;
	};
	return { added: number('new'), changed: number('changed'), missing: number('missing') };
}
