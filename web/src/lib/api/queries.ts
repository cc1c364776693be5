// What pages ask the server for: keys and functions for TanStack Query. Events keep the answers fresh (events.ts), so
// nothing here polls.

import { QueryClient, infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import type { operations } from './schema';
import { api, take } from './client';
import { asProblem } from './problem';
import type { Item } from './types';
import { urlOf } from '$lib/urls';

type Paths = import('./schema').paths;
export type ItemQuery = NonNullable<Paths['/api/v1/items']['get']['parameters']['query']>;
export type ItemFilter = Omit<ItemQuery, 'limit' | 'cursor'>;
export type Operations = operations;
/** Which jobs a list shows; `state` may name several with commas. */
export type JobFilter = Omit<NonNullable<Paths['/api/v1/jobs']['get']['parameters']['query']>, 'limit' | 'cursor'>;
export type JobPage = operations['list_jobs']['responses'][200]['content']['application/json'];

/** Titles per page: the step of the wall's index. */
export const PAGE_SIZE = 100;
const JOBS_PER_PAGE = 50;
const DELIVERIES_PER_PAGE = 20;
/** How old the numbers of this moment may be while somebody looks at them: no event tells that a rate has fallen. */
const FIGURES_MS = 10_000;
/** The same of work that somebody watches. */
const WORK_MS = 2_000;

export function newQueryClient(): QueryClient {
	return new QueryClient({
		defaultOptions: {
			queries: {
				staleTime: 60_000,
				gcTime: 30 * 60_000,
				refetchOnWindowFocus: false,
				// A refusal does not change by asking again; silence may.
				retry: (n, error) => asProblem(error).isOffline && n < 5,
				retryDelay: (n) => Math.min(500 * 2 ** n, 8_000)
			}
		}
	});
}

const get = <T>(queryKey: readonly unknown[], queryFn: (signal: AbortSignal) => Promise<T>) =>
	queryOptions({ queryKey, queryFn: ({ signal }) => queryFn(signal) });

const fetchPage = (filter: ItemFilter, cursor: string | undefined, signal: AbortSignal) =>
	take(
		api.GET('/api/v1/items', {
			signal,
			params: { query: { ...filter, limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) } }
		})
	);

export const queries = {
	setup: () => get(['setup'], (signal) => take(api.GET('/api/v1/setup', { signal }))),
	addresses: () => get(['addresses'], (signal) => take(api.GET('/api/v1/system/addresses', { signal }))),
	me: () => get(['me'], (signal) => take(api.GET('/api/v1/auth/me', { signal }))),
	trackRules: () => get(['track-rules'], (signal) => take(api.GET('/api/v1/playback/rules', { signal }))),
	itemTrackRules: (id: string) =>
		get(['track-rules', id], (signal) => take(api.GET('/api/v1/items/{id}/playback-rules', { signal, params: { path: { id } } }))),
	signIns: () => get(['sign-ins'], (signal) => take(api.GET('/api/v1/auth/sessions', { signal }))),
	libraries: () => get(['libraries'], (signal) => take(api.GET('/api/v1/libraries', { signal }))),
	problems: (id: string) =>
		get(['problems', id], (signal) =>
			take(api.GET('/api/v1/libraries/{id}/problems', { signal, params: { path: { id }, query: { limit: 200 } } }))
		),
	/** While they are made, or their cost is tried, the figures change. */
	previews: (id: string, isTried: boolean) =>
		queryOptions({
			...get(['previews', id], (signal) =>
				take(api.GET('/api/v1/libraries/{id}/previews', { signal, params: { path: { id } } }))
			),
			refetchInterval: (query) => {
				const data = query.state.data;
				return isTried || (data?.enabled && data.n_tiles_done < data.n_tiles) ? WORK_MS : false;
			}
		}),
	folders: (path: string) =>
		queryOptions({
			queryKey: ['folders', path],
			queryFn: ({ signal }) =>
				take(api.GET('/api/v1/folders', { signal, params: { query: { path: path || '/' } } })),
			staleTime: 0,
			placeholderData: keepPreviousData
		}),
	items: (query: ItemQuery) =>
		get(['items', 'list', query], (signal) => take(api.GET('/api/v1/items', { signal, params: { query } }))),
	/** Begun and not finished, the last one first. */
	continueWatching: () =>
		get(['items', 'continue'], (signal) =>
			take(
				api.GET('/api/v1/items', { signal, params: { query: { in_progress: true, sort: 'played', limit: 20 } } })
			)
		),
	/** The next episode of each series that is followed. */
	nextUp: () =>
		get(['items', 'next-up'], (signal) => take(api.GET('/api/v1/items/next-up', { signal, params: { query: { limit: 20 } } }))),
	/** The episode after this one. */
	next: (id: string) =>
		get(['item', id, 'next'], (signal) => take(api.GET('/api/v1/items/{id}/next', { signal, params: { path: { id } } }))),
	itemPage: (filter: ItemFilter, cursor: string | undefined) =>
		get(['items', 'page', filter, cursor ?? ''], (signal) => fetchPage(filter, cursor, signal)),
	/** A list that is read from its beginning, page after page. */
	itemChain: (filter: ItemFilter) =>
		infiniteQueryOptions({
			queryKey: ['items', 'chain', filter],
			queryFn: ({ signal, pageParam }) => fetchPage(filter, pageParam, signal),
			initialPageParam: undefined as string | undefined,
			getNextPageParam: (page) => page.next_cursor ?? undefined
		}),
	/** Index of a list in title order. */
	anchors: (filter: Omit<ItemFilter, 'in_progress'>) =>
		get(['items', 'anchors', filter], (signal) =>
			take(api.GET('/api/v1/items/anchors', { signal, params: { query: filter } }))
		),
	item: (id: string) =>
		get(['item', id], (signal) => take(api.GET('/api/v1/items/{id}', { signal, params: { path: { id } } }))),
	children: (id: string) =>
		get(['item', id, 'children'], (signal) =>
			take(
				api.GET('/api/v1/items/{id}/children', { signal, params: { path: { id }, query: { limit: 200 } } })
			)
		),
	/** Albums of others that an artist is credited on. */
	appearances: (id: string) =>
		get(['item', id, 'appearances'], (signal) =>
			take(api.GET('/api/v1/items/{id}/appearances', { signal, params: { path: { id }, query: { limit: 200 } } }))
		),
	/** Newest first; events keep it up to date (live.svelte.ts). */
	jobList: (filter: JobFilter) =>
		infiniteQueryOptions({
			queryKey: ['jobs', 'list', filter],
			queryFn: ({ signal, pageParam }) =>
				take(
					api.GET('/api/v1/jobs', {
						signal,
						params: { query: { ...filter, limit: JOBS_PER_PAGE, ...(pageParam ? { cursor: pageParam } : {}) } }
					})
				),
			initialPageParam: undefined as string | undefined,
			getNextPageParam: (page) => page.next_cursor ?? undefined
		}),
	scans: () =>
		get(['jobs', 'scans'], (signal) =>
			take(
				api.GET('/api/v1/jobs', {
					signal,
					params: { query: { kind: 'scan_library', state: 'running,available,retryable,scheduled', limit: 100 } }
				})
			)
		),
	job: (id: string) => get(['job', id], (signal) => take(api.GET('/api/v1/jobs/{id}', { signal, params: { path: { id } } }))),
	queues: () =>
		queryOptions({
			...get(['queues'], (signal) => take(api.GET('/api/v1/queues', { signal }))),
			// Events tell of jobs; that none came for a minute is told by nobody.
			refetchInterval: (query) => (query.state.data?.items.some((queue) => queue.finished_per_minute > 0) ? FIGURES_MS : false)
		}),
	schedules: () => get(['schedules'], (signal) => take(api.GET('/api/v1/schedules', { signal }))),
	playing: () => get(['playing'], (signal) => take(api.GET('/api/v1/playback/sessions', { signal, params: { query: { limit: 100 } } }))),
	webhooks: () => get(['webhooks'], (signal) => take(api.GET('/api/v1/webhooks', { signal, params: { query: { limit: 100 } } }))),
	webhook: (id: string) =>
		get(['webhooks', id], (signal) => take(api.GET('/api/v1/webhooks/{id}', { signal, params: { path: { id } } }))),
	/** What became of the latest messages, newest first. */
	deliveries: (id: string) =>
		infiniteQueryOptions({
			queryKey: ['deliveries', id],
			queryFn: ({ signal, pageParam }) =>
				take(
					api.GET('/api/v1/webhooks/{id}/deliveries', {
						signal,
						params: { path: { id }, query: { limit: DELIVERIES_PER_PAGE, ...(pageParam ? { cursor: pageParam } : {}) } }
					})
				),
			initialPageParam: undefined as string | undefined,
			getNextPageParam: (page) => page.next_cursor ?? undefined
		}),
	system: () => get(['system'], (signal) => take(api.GET('/api/v1/system', { signal }))),
	/** The same for a page that shows the figures. */
	figures: () => queryOptions({ ...queries.system(), refetchInterval: FIGURES_MS }),
	/** Disks have no events: the page asks again. */
	backups: () =>
		queryOptions({
			...get(['backups'], (signal) => take(api.GET('/api/v1/system/backups', { signal, params: { query: { limit: 200 } } }))),
			staleTime: 0
		}),
	lastRestore: () => get(['restore'], (signal) => take(api.GET('/api/v1/system/restore', { signal }))),
	disks: () =>
		queryOptions({
			...get(['disks'], (signal) => take(api.GET('/api/v1/system/disks', { signal, params: { query: { limit: 200 } } }))),
			refetchInterval: FIGURES_MS
		}),
	board: () => get(['board'], (signal) => take(api.GET('/api/v1/system/board', { signal })))
};

/** Address of an item's picture, wide enough for `width` device pixels. */
export function imageUrl(item: Pick<Item, 'id'>, type: string, width: number): string {
	return urlOf(`/api/v1/items/${item.id}/images/${type}?width=${width}`);
}
