// The same in words, for times that the server has not described: a release's usual one.

import { language } from '$lib/i18n';
import { a } from '$lib/i18n/admin';
import { weekdays, type When } from './cron';

export function wordsOf(when: When): string {
	switch (when.kind) {
		case 'hourly':
			return a.schedules.words.hourly(when.minute);
		case 'daily':
			return a.schedules.words.daily(when.time);
		case 'weekly': {
			const day = weekdays(language).find(({ value }) => value === when.weekday);
			return a.schedules.words.weekly(day?.name ?? '', when.time);
		}
		case 'monthly':
			return a.schedules.words.monthly(when.day, when.time);
		case 'expert':
			return when.cron;
	}
}
