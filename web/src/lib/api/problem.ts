// One error type for everything the server refuses and for a server that does not answer.

import type { Offer, Verdict } from './types';

/** RFC 9457 body as the server sends it; every field may be missing when a proxy answered instead. */
export interface ProblemBody {
	title?: string;
	status?: number;
	detail?: string;
	remedy?: string | null;
	errors?: { pointer: string; detail: string }[];
	request_id?: string;
	verdict?: Verdict;
	offers?: Offer[];
}

export class ApiProblem extends Error {
	override readonly name = 'ApiProblem';
	/** 0 when there was no answer at all. */
	readonly status: number;
	readonly body: ProblemBody;
	/** Seconds to wait, from `Retry-After`. */
	readonly retryAfter: number | null;

	constructor(status: number, body: ProblemBody, retryAfter: number | null = null) {
		super(body.detail ?? body.title ?? `HTTP ${status}`);
		this.status = status;
		this.body = body;
		this.retryAfter = retryAfter;
	}

	get isOffline(): boolean {
		return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
	}

	get isSignedOut(): boolean {
		return this.status === 401;
	}

	/** What the server says about one field of a form (`/username`). */
	field(name: string): string | undefined {
		return this.body.errors?.find((e) => e.pointer.replace(/^[#/]+/, '').split('/')[0] === name)?.detail;
	}
}

export function asProblem(error: unknown): ApiProblem {
	if (error instanceof ApiProblem) return error;
	return new ApiProblem(0, { detail: error instanceof Error ? error.message : String(error) });
}

/** Reads any failed answer, also one that is not JSON. */
export function problemOf(response: Response, body: unknown): ApiProblem {
	const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
	const fields: ProblemBody = typeof body === 'object' && body !== null ? (body as ProblemBody) : {};
	return new ApiProblem(response.status, fields, Number.isNaN(seconds) ? null : seconds);
}
