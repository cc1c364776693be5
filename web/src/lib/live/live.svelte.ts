// Live changes: one event stream per tab. It patches the lists of jobs, marks other answers as stale, and tells how long
// work ended. While it is connected nothing needs polling; where events were missed, what is shown is asked for again.

import type { InfiniteData, QueryClient } from '@tanstack/svelte-query';
import { api, take } from '$lib/api/client';
import { asProblem } from '$lib/api/problem';
import { queries, type JobFilter, type JobPage } from '$lib/api/queries';
import type { Job, JobDetail } from '$lib/api/types';
import { isUnfinished, patchPages } from '$lib/jobs';
import { toasts } from '$lib/toasts.svelte';
import { noticeOf, noticeOfFailures } from './ended';
import type { Frame } from './frames';
import { Mine, type Started } from './mine';
import { remember } from './remember';
import { Scans } from './scans';
import { Stream } from './stream';

/** Lists are asked again at most this often while a scan adds titles. */
const LIST_REST_MS = 2_000;
/** Jobs change many times a second; eyes do not. */
const JOB_REST_MS = 250;
const FAILURES = 'failures';
/** Answers that change while jobs run. */
const MOVING = ['jobs', 'job', 'queues', 'schedules'];

/** What is told of a playback session. */
export interface PlaybackTold {
	session_id: string;
	state: 'started' | 'ended' | 'stopped';
	stopped_by?: string;
	reason?: string | null;
}

class Live {
	/** When the server is tried again; null while it answers. */
	retryAt = $state<number | null>(null);
	readonly #mine = new Mine(typeof sessionStorage === 'undefined' ? null : sessionStorage);
	readonly #told = new Set<string>();
	readonly #scans = new Scans();
	readonly #changed = new Map<string, Job>();
	readonly #pending = new Set<string>();
	readonly #watchers = new Set<(told: PlaybackTold) => void>();
	#wasOpen = false;
	#stream: Stream | null = null;
	#client: QueryClient | null = null;
	#jobTimer: ReturnType<typeof setTimeout> | null = null;
	#staleTimer: ReturnType<typeof setTimeout> | null = null;

	/** Unfinished scans. */
	get scans(): Job[] {
		return [...this.#scans.all.values()];
	}

	get connected(): boolean {
		return this.retryAt === null;
	}

	start(client: QueryClient): void {
		if (this.#stream) return;
		this.#client = client;
		const stream = new Stream({
			open: (lastId, signal) => open(lastId, signal),
			heard: (frame) => this.#heard(frame),
			opened: (missed) => this.#opened(missed),
			lost: (problem, retryAt) => {
				this.retryAt = retryAt;
				if (problem.isSignedOut) void client.invalidateQueries({ queryKey: ['me'] });
			}
		});
		this.#stream = stream;
		void stream.run();
		void this.#settle();
	}

	stop(): void {
		this.#stream?.stop();
		this.#stream = null;
		this.#wasOpen = false;
		this.#scans.all.clear();
		this.retryAt = null;
	}

	/** Hears of playback sessions until the returned function is called. */
	onPlayback(watcher: (told: PlaybackTold) => void): () => void {
		this.#watchers.add(watcher);
		return () => this.#watchers.delete(watcher);
	}

	/** Tries the server now: somebody asked, or the network is back. */
	hurry(): void {
		this.#stream?.hurry();
	}

	/** The network has changed under the stream. */
	recheck(): void {
		this.#stream?.recheck();
	}

	/** All unfinished scans from an ordinary answer, so that a page opened late shows them too. */
	know(jobs: readonly Job[]): void {
		this.#scans.know(jobs);
	}

	/** Work that this tab asked for: its end is told. */
	started(job: Job, what: Started = {}): void {
		this.#mine.add(job.id, what);
		// Quick work may have ended before the answer that it was begun.
		if (this.#scans.hasEnded(job.id)) void this.#settle([job.id]);
		else this.#onJob(job);
	}

	/** The unfinished scan of a library; `only` when there is no other library that it could belong to. */
	scanOf(libraryId: string, only: boolean): Job | undefined {
		return this.scans.find((job) => only || this.#mine.find(job.id)?.libraryId === libraryId);
	}

	/** Scans whose library this tab does not know. */
	get otherScans(): Job[] {
		return this.scans.filter((job) => !this.#mine.find(job.id)?.libraryId);
	}

	#opened(missed: boolean): void {
		this.retryAt = null;
		if (missed) return this.#reload();
		// What failed while the server was away is asked for again, though nothing was missed.
		void this.#client?.refetchQueries({ type: 'active', predicate: (query) => query.state.status === 'error' });
		if (this.#wasOpen) return;
		// Answers of before the first opening may be older than the events that nobody heard.
		this.#wasOpen = true;
		for (const group of MOVING) void this.#client?.invalidateQueries({ queryKey: [group] });
	}

	/** Events were missed: everything shown is asked for again, and ended work is told of late. */
	#reload(): void {
		this.#scans.all.clear();
		void this.#client?.invalidateQueries();
		void this.#settle();
	}

	/** Looks after work that was started here and may have ended unheard. */
	async #settle(ids: readonly string[] = this.#mine.ids): Promise<void> {
		for (const id of ids) {
			const job = await this.#client?.fetchQuery({ ...queries.job(id), staleTime: 0, retry: false }).catch((cause: unknown) => {
				// Gone from the history, or not for this user: nothing to tell any more.
				if ([403, 404].includes(asProblem(cause).status)) this.#mine.remove(id);
			});
			if (job) this.#onJob(job);
		}
	}

	#heard({ event, data }: Frame): void {
		const told = parse(data);
		if (event === 'job') this.#onJob(told as Job | null);
		else if (event === 'library') this.#stale('libraries', 'problems', 'items');
		else if (event === 'item') this.#onItem(told);
		else if (event === 'playback') {
			this.#onItem(told);
			this.#stale('playing');
			for (const watcher of this.#watchers) watcher(told as PlaybackTold);
		}
		else if (event === 'system') this.#onSystem(told);
	}

	#onJob(job: Job | null): void {
		if (!job?.id || !job.state) return;
		this.#changed.set(job.id, job);
		this.#jobTimer ??= setTimeout(() => this.#applyJobs(), JOB_REST_MS);
		if (job.kind === 'deliver_webhook') this.#stale('deliveries');
		this.#scans.hear(job);
		if (isUnfinished(job)) return;
		if (job.kind === 'scan_library') this.#stale('libraries', 'problems', 'items');
		void this.#tell(job);
	}

	/** Puts what changed into every list and page of jobs that is known. */
	#applyJobs(): void {
		this.#jobTimer = null;
		const client = this.#client;
		if (!client) return;
		const changed = [...this.#changed.values()];
		this.#changed.clear();
		// An answer on its way may be older than what was just told, and would take its place.
		if (client.isFetching({ queryKey: ['jobs'] }) > 0) this.#stale('jobs');
		for (const [key, pages] of client.getQueriesData<InfiniteData<JobPage, string | undefined>>({ queryKey: ['jobs', 'list'] })) {
			if (!pages) continue;
			const patched = patchPages(pages, changed, key[2] as JobFilter);
			if (patched) client.setQueryData(key, patched);
			else this.#stale('jobs');
		}
		for (const job of changed) {
			const known = client.getQueryData<JobDetail>(['job', job.id]);
			if (!known) continue;
			client.setQueryData(['job', job.id], { ...known, ...job });
			// Its errors and its time line grow with its state only.
			if (known.state !== job.state || known.attempt !== job.attempt) void client.invalidateQueries({ queryKey: ['job', job.id] });
		}
		this.#stale('queues', 'schedules');
	}

	async #tell(job: Job): Promise<void> {
		const started = this.#mine.find(job.id);
		this.#mine.remove(job.id);
		const end = `${job.id} ${job.state} ${job.attempt}`;
		if (this.#told.has(end) || (!started && job.state !== 'discarded')) return;
		remember(this.#told, end);
		const notice = noticeOf(job, started, started?.libraryId && (await this.#nameOf(started.libraryId)));
		if (!notice) return;
		if (started || notice.kind !== 'bad') return toasts.show(notice.text, { ...notice, key: job.id });
		// Failures that nobody waits for share one notice.
		const n = (toasts.find(FAILURES)?.count ?? 0) + 1;
		const shared = n === 1 ? notice : noticeOfFailures(n);
		toasts.show(shared.text, { ...shared, key: FAILURES, count: n });
	}

	/** A quick scan may end before the page has asked which libraries there are. */
	async #nameOf(libraryId: string): Promise<string | undefined> {
		const libraries = await this.#client?.ensureQueryData(queries.libraries()).catch(() => null);
		return libraries?.items.find((library) => library.id === libraryId)?.name;
	}

	#onItem(data: unknown): void {
		const { item_id, item_ids } = (data ?? {}) as { item_id?: string; item_ids?: string[] };
		for (const id of item_ids ?? (item_id ? [item_id] : [])) void this.#client?.invalidateQueries({ queryKey: ['item', id] });
		this.#stale('items');
	}

	#onSystem(data: unknown): void {
		const { reset, action } = (data ?? {}) as { reset?: boolean; action?: string };
		if (reset) this.#reload();
		else if (action?.startsWith('webhook')) this.#stale('webhooks', 'deliveries');
		else if (action === 'queue_changed' || action === 'queue_held') this.#stale('queues');
		else if (action === 'schedule_changed') this.#stale('schedules');
		else this.#stale('system', 'board');
	}

	/** Marks groups of answers as stale, bundled: a scan tells of many titles a second. */
	#stale(...groups: string[]): void {
		for (const group of groups) this.#pending.add(group);
		this.#staleTimer ??= setTimeout(() => {
			this.#staleTimer = null;
			for (const group of this.#pending) void this.#client?.invalidateQueries({ queryKey: [group] });
			this.#pending.clear();
		}, LIST_REST_MS);
	}
}

async function open(lastId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
	const header = lastId ? { 'Last-Event-ID': lastId } : {};
	const body = await take(api.GET('/api/v1/events', { signal, parseAs: 'stream', params: { header } }));
	return body as unknown as ReadableStream<Uint8Array>;
}

function parse(data: string): unknown {
	try {
		return JSON.parse(data);
	} catch {
		return null;
	}
}

export const live = new Live();
