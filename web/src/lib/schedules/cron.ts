// Cron expressions that people set without knowing them, and back. Everything else is the expert's, and the server judges it.

export type When =
	| { kind: 'hourly'; minute: number }
	| { kind: 'daily'; time: string }
	| { kind: 'weekly'; weekday: number; time: string }
	| { kind: 'monthly'; day: number; time: string }
	| { kind: 'expert'; cron: string };

export type WhenKind = When['kind'];
/** A month without the day would be left out, so no later day is offered. */
export const LAST_DAY = 28;

const NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** What an expression says, in the simplest form that says the same. */
export function whenOf(cron: string): When {
	const fields = cron.trim().toLowerCase().split(/\s+/);
	const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
	const expert: When = { kind: 'expert', cron: cron.trim() };
	const atMinute = numberIn(minute, 0, 59);
	if (fields.length !== 5 || month !== '*' || atMinute === null) return expert;
	if (hour === '*' && day === '*' && weekday === '*') return { kind: 'hourly', minute: atMinute };
	const atHour = numberIn(hour, 0, 23);
	if (atHour === null) return expert;
	const time = `${two(atHour)}:${two(atMinute)}`;
	if (day === '*' && weekday === '*') return { kind: 'daily', time };
	const onWeekday = NAMES.includes(weekday) ? NAMES.indexOf(weekday) : numberIn(weekday, 0, 7);
	if (day === '*' && onWeekday !== null) return { kind: 'weekly', weekday: onWeekday % 7, time };
	const onDay = numberIn(day, 1, LAST_DAY);
	if (weekday === '*' && onDay !== null) return { kind: 'monthly', day: onDay, time };
	return expert;
}

export function cronOf(when: When): string {
	if (when.kind === 'expert') return when.cron.trim();
	if (when.kind === 'hourly') return `${when.minute} * * * *`;
	const [hour = 0, minute = 0] = when.time.split(':').map(Number);
	if (when.kind === 'daily') return `${minute} ${hour} * * *`;
	if (when.kind === 'weekly') return `${minute} ${hour} * * ${when.weekday}`;
	return `${minute} ${hour} ${when.day} * *`;
}

/** Another form, with what the present one already says. */
export function recast(when: When, kind: WhenKind): When {
	const time = 'time' in when ? when.time : '03:30';
	switch (kind) {
		case 'hourly':
			return { kind, minute: 'minute' in when ? when.minute : Number(time.slice(3)) };
		case 'daily':
			return { kind, time };
		case 'weekly':
			return { kind, weekday: 'weekday' in when ? when.weekday : 1, time };
		case 'monthly':
			return { kind, day: 'day' in when ? when.day : 1, time };
		case 'expert':
			return { kind, cron: cronOf(when) };
	}
}

/** Whether it can be sent: an emptied time field has no time. */
export function isComplete(when: When): boolean {
	if (when.kind === 'expert') return when.cron.trim() !== '';
	if (when.kind === 'hourly') return Number.isInteger(when.minute) && when.minute >= 0 && when.minute <= 59;
	return /^\d\d:\d\d/.test(when.time);
}

/** Weekdays as they are called, Monday first. */
export function weekdays(language: string): { value: number; name: string }[] {
	const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
	// 7 January 2024 was a Sunday.
	const nameOf = (value: number) => format.format(new Date(Date.UTC(2024, 0, 7 + value)));
	return [1, 2, 3, 4, 5, 6, 0].map((value) => ({ value, name: nameOf(value) }));
}

const two = (n: number) => String(n).padStart(2, '0');

function numberIn(text: string, least: number, most: number): number | null {
	if (!/^\d{1,2}$/.test(text)) return null;
	const n = Number(text);
	return n >= least && n <= most ? n : null;
}
