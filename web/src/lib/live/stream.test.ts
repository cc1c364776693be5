import { afterEach, expect, test, vi } from 'vitest';
import { ApiProblem } from '$lib/api/problem';
import { Stream, pauseMs, type Ear } from './stream';

afterEach(() => vi.useRealTimers());

/** A server that answers the tries one after the other. */
function stage(answers: ((lastId: string) => ReadableStream<Uint8Array> | ApiProblem)[]) {
	const told: string[] = [];
	const ear: Ear = {
		open: (lastId, signal) => {
			const answer = answers.shift()?.(lastId);
			told.push(`open after ${lastId || 'nothing'}`);
			if (!answer) return new Promise((_, no) => signal.addEventListener('abort', () => no(new Error('aborted'))));
			return answer instanceof ApiProblem ? Promise.reject(answer) : Promise.resolve(answer);
		},
		heard: (frame) => told.push(`${frame.event} ${frame.id}`),
		opened: (missed) => told.push(missed ? 'opened, missed' : 'opened'),
		lost: (problem) => told.push(`lost ${problem.status}`)
	};
	return { stream: new Stream(ear), told };
}

const says = (text: string) => () =>
	new ReadableStream<Uint8Array>({
		start(controller) {
			controller.enqueue(new TextEncoder().encode(text));
			controller.close();
		}
	});
const refuses = (status: number) => () => new ApiProblem(status, {});

test('a_stream_that_ends_resumes_after_the_last_event', async () => {
	vi.useFakeTimers();
	const { stream, told } = stage([says('id: 5\nevent: job\ndata: {}\n\n'), refuses(0), refuses(503), says(': hello\n\n')]);
	void stream.run();
	await vi.advanceTimersByTimeAsync(10_000);
	stream.stop();
	expect(told.slice(0, 8)).toEqual([
		'open after nothing',
		'opened',
		'job 5',
		'open after 5',
		'lost 0',
		'open after 5',
		'lost 503',
		'open after 5'
	]);
	expect(told[8]).toBe('opened');
});

test('without_an_event_heard_nobody_knows_what_was_missed', async () => {
	vi.useFakeTimers();
	const { stream, told } = stage([says(': hello\n\n'), says(': hello\n\n')]);
	void stream.run();
	await vi.advanceTimersByTimeAsync(1_000);
	stream.stop();
	expect(told.slice(0, 4)).toEqual(['open after nothing', 'opened', 'open after nothing', 'opened, missed']);
});

test('a_silent_server_is_left_and_asked_again', async () => {
	vi.useFakeTimers();
	const { stream, told } = stage([]);
	void stream.run();
	await vi.advanceTimersByTimeAsync(61_000);
	expect(told.filter((line) => line.startsWith('open')).length).toBeGreaterThan(1);
	stream.stop();
});

test('hurry_ends_the_pause', async () => {
	vi.useFakeTimers();
	const { stream, told } = stage([refuses(0), refuses(0), refuses(0), refuses(0), refuses(0)]);
	void stream.run();
	await vi.advanceTimersByTimeAsync(6_000);
	const before = told.length;
	stream.hurry();
	await vi.advanceTimersByTimeAsync(1);
	expect(told.length).toBeGreaterThan(before);
	stream.stop();
});

test('a_changed_network_ends_a_stream_that_may_be_dead', async () => {
	vi.useFakeTimers();
	const { stream, told } = stage([() => new ReadableStream<Uint8Array>(), says(': hello\n\n')]);
	void stream.run();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(told).toEqual(['open after nothing', 'opened']);
	stream.recheck();
	await vi.advanceTimersByTimeAsync(1_000);
	expect(told.slice(2, 4)).toEqual(['open after nothing', 'opened, missed']);
	stream.stop();
});

test('pauses_double_up_to_half_a_minute_and_keep_to_what_the_server_asks', () => {
	expect([0, 1, 2, 3, 10].map((tries) => pauseMs(tries, 1, null))).toEqual([500, 1_000, 2_000, 4_000, 30_000]);
	expect(pauseMs(2, 0, null)).toBe(1_000);
	expect(pauseMs(0, 0, 7)).toBe(7_000);
});
