import { expect, test } from 'vitest';
import { ago, bitRate, bytes, clock, duration, memory, spokenTime } from './time';

test('clock_shows_hours_only_when_there_are_some', () => {
	const cases: [number, string][] = [
		[0, '0:00'],
		[7.9, '0:07'],
		[123, '2:03'],
		[3600, '1:00:00'],
		[3723, '1:02:03'],
		[36_000, '10:00:00'],
		[-4, '0:00'],
		[Number.NaN, '0:00'],
		[Infinity, '0:00']
	];
	for (const [seconds, text] of cases) expect(clock(seconds)).toBe(text);
});

test('duration_is_short_and_whole', () => {
	const cases: [number | null, string][] = [
		[null, ''],
		[35_000, '35s'],
		[48 * 60_000, '48m'],
		[125 * 60_000, '2h 5m'],
		[120 * 60_000, '2h'],
		[59.6 * 60_000, '1h'],
		[3 * 86_400_000, '3d']
	];
	for (const [ms, text] of cases) expect(duration(ms)).toBe(text);
});

test('a_screen_reader_hears_words', () => {
	expect(spokenTime(0)).toBe('0 seconds');
	expect(spokenTime(3661)).toBe('1 hour 1 minute 1 second');
});

test('ago_takes_the_largest_whole_unit', () => {
	const now = new Date('2026-03-01T12:00:00Z');
	expect(ago('2026-03-01T11:57:00Z', now)).toBe('3 minutes ago');
	expect(ago('2026-02-28T11:00:00Z', now)).toBe('yesterday');
	expect(ago('2024-02-28T11:00:00Z', now)).toBe('2 years ago');
	expect(ago(null, now)).toBe('');
	expect(ago('nonsense', now)).toBe('');
});

test('sizes_and_rates_round_as_people_read_them', () => {
	expect(bytes(4_200_000_000)).toBe('4.2 GB');
	expect(bytes(999)).toBe('999 byte');
	expect(memory(8 * 2 ** 30)).toBe('8 GB');
	expect(bitRate(5_400_000)).toBe('5.4 Mbit/s');
	expect(bitRate(192_000)).toBe('192 kbit/s');
	expect(bitRate(null)).toBe('');
});
