import { expect, test } from 'vitest';
import { asProblem, problemOf } from './problem';

test('a_problem_shows_its_detail_and_the_fields_it_names', () => {
	const problem = problemOf(new Response(null, { status: 422 }), {
		detail: 'The name is taken.',
		errors: [{ pointer: '/username', detail: 'is taken' }]
	});
	expect(problem.message).toBe('The name is taken.');
	expect(problem.field('username')).toBe('is taken');
	expect(problem.field('password')).toBeUndefined();
});

test('an_answer_that_is_not_json_is_still_a_problem', () => {
	const problem = problemOf(new Response('<html>', { status: 502 }), '<html>');
	expect(problem.isOffline).toBe(true);
	expect(problem.message).toBe('HTTP 502');
});

test('retry_after_is_read', () => {
	expect(problemOf(new Response(null, { status: 429, headers: { 'retry-after': '17' } }), {}).retryAfter).toBe(17);
});

test('no_answer_at_all_is_offline', () => {
	expect(asProblem(new TypeError('failed to fetch')).isOffline).toBe(true);
});
