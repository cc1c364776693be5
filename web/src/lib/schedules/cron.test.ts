import { expect, test } from 'vitest';
import { cronOf, isComplete, recast, weekdays, whenOf, type When } from './cron';

test('what_people_set_reads_back_as_it_was_set', () => {
	const table: [string, When][] = [
		['17 * * * *', { kind: 'hourly', minute: 17 }],
		['30 3 * * *', { kind: 'daily', time: '03:30' }],
		['5 22 * * 0', { kind: 'weekly', weekday: 0, time: '22:05' }],
		['0 4 1 * *', { kind: 'monthly', day: 1, time: '04:00' }]
	];
	for (const [cron, when] of table) {
		expect(whenOf(cron)).toEqual(when);
		expect(cronOf(when)).toBe(cron);
	}
	expect(whenOf(' 5  22 * * SUN ')).toEqual({ kind: 'weekly', weekday: 0, time: '22:05' });
	expect(whenOf('5 22 * * 7')).toEqual({ kind: 'weekly', weekday: 0, time: '22:05' });
});

test('what_has_no_simple_form_stays_as_it_is_written', () => {
	for (const cron of ['*/15 * * * *', '0 3 31 * *', '0 3 1 1 *', '0 3 1 * 1', '0 25 * * *', '0 3 * *', 'nonsense', '']) {
		expect(whenOf(cron)).toEqual({ kind: 'expert', cron });
		expect(cronOf(whenOf(cron))).toBe(cron);
	}
});

test('another_form_keeps_the_time', () => {
	expect(recast({ kind: 'daily', time: '21:45' }, 'weekly')).toEqual({ kind: 'weekly', weekday: 1, time: '21:45' });
	expect(recast({ kind: 'weekly', weekday: 5, time: '21:45' }, 'expert')).toEqual({ kind: 'expert', cron: '45 21 * * 5' });
	expect(recast({ kind: 'daily', time: '21:45' }, 'hourly')).toEqual({ kind: 'hourly', minute: 45 });
	expect(recast({ kind: 'expert', cron: '*/15 * * * *' }, 'daily')).toEqual({ kind: 'daily', time: '03:30' });
});

test('an_emptied_field_is_not_sent', () => {
	expect(isComplete({ kind: 'daily', time: '' })).toBe(false);
	expect(isComplete({ kind: 'hourly', minute: NaN })).toBe(false);
	expect(isComplete({ kind: 'expert', cron: ' ' })).toBe(false);
	expect(isComplete({ kind: 'monthly', day: 3, time: '03:30' })).toBe(true);
});

test('the_week_begins_on_monday', () => {
	expect(weekdays('en').map((day) => day.name)[0]).toBe('Monday');
	expect(weekdays('en').at(-1)).toEqual({ value: 0, name: 'Sunday' });
});
