import { expect, test } from 'vitest';
import { ago, bitRate, bytes, clock, duration, memory, spokenTime, moment, took } from './time';

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
	expect(bytes(999)).toBe('1 kB');
	expect(bytes(120)).toBe('0.1 kB');
	expect(memory(0)).toBe('0 kB');
	expect(memory(8 * 2 ** 30)).toBe('8 GB');
	expect(bitRate(5_400_000)).toBe('5.4 Mbit/s');
	expect(bitRate(192_000)).toBe('192 kbit/s');
	expect(bitRate(null)).toBe('');
});

test('a_point_in_time_names_its_day_only_when_it_is_another_one', () => {
	const options = { now: new Date('2026-03-01T12:00:00Z'), timeZone: 'UTC' };
	expect(moment('2026-03-01T14:05:03Z', options)).toBe('14:05');
	expect(moment('2026-03-01T14:05:03Z', { ...options, seconds: true })).toBe('14:05:03');
	expect(moment('2026-03-02T03:30:00Z', options)).toBe('tomorrow, 03:30');
	expect(moment('2026-02-28T23:30:00Z', options)).toBe('yesterday, 23:30');
	expect(moment('2026-03-12T03:30:00Z', options)).toBe('Mar 12, 03:30');
	expect(moment('2027-03-12T03:30:00Z', options)).toBe('Mar 12, 2027, 03:30');
	expect(moment(null)).toBe('');
});

test('the_day_is_that_of_the_zone_and_an_unknown_zone_is_left_out', () => {
	const now = new Date('2026-03-01T23:30:00Z');
	expect(moment('2026-03-01T23:45:00Z', { now, timeZone: 'Asia/Tokyo' })).toBe('08:45');
	expect(moment('2026-03-01T14:59:00Z', { now, timeZone: 'Asia/Tokyo' })).toBe('yesterday, 23:59');
	expect(moment('2026-03-01T23:45:00Z', { now, timeZone: 'Nowhere/None' })).not.toBe('');
});

test('what_was_quick_took_milliseconds', () => {
	expect(took(50)).toBe('50ms');
	expect(took(1_240)).toBe('1.2s');
	expect(took(12_000)).toBe('12s');
	expect(took(180_000)).toBe('3m');
});
