import { expect, test } from 'vitest';
import { resumePosition } from './resume';

const NOW = 1_000_000;
const HOUR = 3_600_000;
const state = (position_ms: number) => ({ position_ms });

test('resumes_where_the_server_left_off', () => {
	expect(resumePosition(state(1_200_000), HOUR, null, NOW)).toBe(1_200_000);
});

test('a_reload_trusts_the_note_of_this_tab', () => {
	expect(resumePosition(state(10_000), HOUR, { position_ms: 1_500_000, at: NOW - 2_000 }, NOW)).toBe(1_500_000);
	expect(resumePosition(state(10_000), HOUR, { position_ms: 2_500, at: NOW - 2_000 }, NOW)).toBe(2_500);
});

test('an_old_note_yields_to_another_device', () => {
	expect(resumePosition(state(2_000_000), HOUR, { position_ms: 10_000, at: NOW - 61_000 }, NOW)).toBe(2_000_000);
});

test('the_first_seconds_and_the_credits_start_from_the_beginning', () => {
	expect(resumePosition(state(4_000), HOUR, null, NOW)).toBe(0);
	expect(resumePosition(state(HOUR * 0.9), HOUR, null, NOW)).toBe(0);
	expect(resumePosition(null, null, null, NOW)).toBe(0);
});
