// The only way to the API: openapi-fetch over the generated types. Sign-in is the cookie; writes carry the header that a
// foreign page cannot send.

import { base } from '$app/paths';
import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './schema';
import { ApiProblem, problemOf } from './problem';

const csrf: Middleware = {
	onRequest({ request }) {
		if (request.method !== 'GET') request.headers.set('x-csrf', '1');
		return request;
	}
};

export const api = createClient<paths>({ baseUrl: base, credentials: 'same-origin' });
api.use(csrf);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The data of an answer, or a thrown `ApiProblem`: also where there was no answer. */
export async function take<T>(answer: Promise<Answer<T>>): Promise<T> {
	let result: Answer<T>;
	try {
		result = await answer;
	} catch (cause) {
		if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
		throw new ApiProblem(0, {});
	}
	if (!result.response.ok) throw problemOf(result.response, result.error);
	return result.data as T;
}
