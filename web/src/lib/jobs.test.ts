import { expect, test } from 'vitest';
import { timeLeft } from './jobs';

const START = Date.parse('2026-03-01T12:00:00Z');
const job = (done: number, total: number, state = 'running') =>
	({ state, started_at: '2026-03-01T12:00:00Z', progress: { done, total, message: '' } }) as Parameters<typeof timeLeft>[0];

test('time_left_follows_the_pace_so_far', () => {
	expect(timeLeft(job(25, 100), START + 10_000)).toBe(30_000);
	expect(timeLeft(job(100, 100), START + 10_000)).toBe(0);
});

test('says_nothing_before_it_can_know', () => {
	expect(timeLeft(job(25, 100), START + 1_000)).toBeNull();
	expect(timeLeft(job(1, 100), START + 60_000)).toBeNull();
	expect(timeLeft(job(0, 0), START + 60_000)).toBeNull();
	expect(timeLeft(job(25, 100, 'available'), START + 60_000)).toBeNull();
});
