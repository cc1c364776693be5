// Live changes: one event stream per tab, which patches what is known and marks the rest as stale. While it is connected
// nothing needs polling; after a gap everything shown is asked for again.

import type { QueryClient } from '@tanstack/svelte-query';
import { SvelteMap } from 'svelte/reactivity';
import { toasts } from '$lib/toasts.svelte';
import { m } from '$lib/i18n';
import { scansOf } from '$lib/jobs';
import type { Job, Library } from './types';

const UNFINISHED = new Set(['scheduled', 'available', 'running', 'retryable']);

/** Lists are asked again at most this often while a scan adds titles. */
const LIST_REST_MS = 2_000;

export const isUnfinished = (job: Pick<Job, 'state'>) => UNFINISHED.has(job.state);

class Live {
	/** Unfinished jobs as the stream last told. */
	readonly jobs = new SvelteMap<string, Job>();
	/** Library of a scan that was started in this tab: a job does not name what it works on. */
	readonly #libraryOf = new SvelteMap<string, string>();
	/** False while the server does not answer. */
	connected = $state(true);
	#source: EventSource | null = null;
	#client: QueryClient | null = null;
	#pending = new Set<string>();
	#timer: ReturnType<typeof setTimeout> | null = null;

	start(client: QueryClient): void {
		if (this.#source) return;
		this.#client = client;
		const source = new EventSource('/api/v1/events');
		this.#source = source;
		let wasLost = false;
		source.onopen = () => {
			if (wasLost) {
				void client.invalidateQueries();
				toasts.show(m.offline.back);
			}
			wasLost = false;
			this.connected = true;
		};
		source.onerror = () => {
			wasLost = true;
			this.connected = false;
			// A refused stream (signed out, 503) is closed for good by the browser: try again ourselves.
			if (source.readyState === EventSource.CLOSED) this.#reopen(client);
		};
		source.addEventListener('job', (e) => this.#onJob(parse(e)));
		source.addEventListener('library', () => this.#stale('libraries', 'problems', 'items'));
		source.addEventListener('item', (e) => this.#onItem(parse(e)));
		source.addEventListener('playback', (e) => this.#onItem(parse(e)));
		source.addEventListener('system', (e) => this.#onSystem(parse(e)));
	}

	stop(): void {
		this.#source?.close();
		this.#source = null;
		this.jobs.clear();
		this.connected = true;
	}

	/** Fills the table of jobs from an ordinary answer, so that a page opened late shows them too. */
	know(jobs: readonly Job[]): void {
		for (const job of jobs) if (isUnfinished(job) && !this.jobs.has(job.id)) this.jobs.set(job.id, job);
	}

	/** A scan that this tab asked for. */
	started(job: Job, libraryId: string): void {
		this.#libraryOf.set(job.id, libraryId);
		this.know([job]);
	}

	/** The unfinished scan of a library; `only` when there is no other library that it could belong to. */
	scanOf(libraryId: string, only: boolean): Job | undefined {
		return scansOf(this.jobs.values()).find((job) => only || this.#libraryOf.get(job.id) === libraryId);
	}

	/** Scans whose library this tab does not know. */
	get otherScans(): Job[] {
		return scansOf(this.jobs.values()).filter((job) => !this.#libraryOf.has(job.id));
	}

	#reopen(client: QueryClient): void {
		this.#source = null;
		setTimeout(() => {
			if (this.#source === null && this.#client) {
				void client.invalidateQueries({ queryKey: ['me'] });
				this.start(client);
			}
		}, 3_000);
	}

	#onJob(data: Partial<Job> | null): void {
		if (!data?.id) return;
		const known = this.jobs.get(data.id);
		const job = { ...known, ...data } as Job;
		if (!job.state || isUnfinished(job)) {
			this.jobs.set(data.id, job);
			if (!known) this.#stale('jobs');
			return;
		}
		this.jobs.delete(data.id);
		this.#stale('jobs');
		if (job.kind !== 'scan_library') return;
		this.#stale('libraries', 'problems', 'items');
		const library = this.#libraryOf.get(job.id);
		if (library) this.#tellOfScan(job, library);
	}

	/** The end of a scan that this tab asked for. */
	#tellOfScan(job: Job, libraryId: string): void {
		const known = this.#client?.getQueryData<{ items: Library[] }>(['libraries']);
		const name = known?.items.find((l) => l.id === libraryId)?.name;
		if (!name) return;
		if (job.state === 'completed') {
			toasts.show(m.libraries.scanDone(name), { href: `/library/${libraryId}`, action: m.libraries.open });
		} else if (job.state === 'discarded') {
			toasts.show(m.libraries.scanFailed(name), { kind: 'bad', href: '/admin/jobs', action: m.libraries.open });
		}
	}

	#onItem(data: { item_id?: string; item_ids?: string[] } | null): void {
		const ids = data?.item_ids ?? (data?.item_id ? [data.item_id] : []);
		for (const id of ids) void this.#client?.invalidateQueries({ queryKey: ['item', id] });
		this.#stale('items');
	}

	#onSystem(data: { reset?: boolean } | null): void {
		if (data?.reset) void this.#client?.invalidateQueries();
		else this.#stale('system', 'board');
	}

	/** Marks groups of answers as stale, bundled: a scan tells of many titles a second. */
	#stale(...groups: string[]): void {
		for (const group of groups) this.#pending.add(group);
		this.#timer ??= setTimeout(() => {
			this.#timer = null;
			for (const group of this.#pending) void this.#client?.invalidateQueries({ queryKey: [group] });
			this.#pending.clear();
		}, LIST_REST_MS);
	}
}

function parse<T>(event: Event): T | null {
	try {
		return JSON.parse((event as MessageEvent<string>).data) as T;
	} catch {
		return null;
	}
}

export const live = new Live();
