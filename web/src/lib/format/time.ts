// Times and sizes as people read them. `Intl` does the language; nothing here knows English but the clock's colons.

/** `1:02:03`, `2:03`, `0:07`: a place on the seek bar. */
export function clock(seconds: number): string {
	if (!Number.isFinite(seconds) || seconds < 0) return '0:00';
	const total = Math.floor(seconds);
	const h = Math.floor(total / 3600);
	const m = Math.floor((total % 3600) / 60);
	const s = String(total % 60).padStart(2, '0');
	return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}

const unit = (language: string, name: string) =>
	new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'narrow', maximumFractionDigits: 0 });

/** `2h 5m`, `48m`, `35s`: how long a film is. */
export function duration(ms: number | null | undefined, language = 'en'): string {
	if (ms == null || ms < 0) return '';
	const seconds = Math.round(ms / 1000);
	if (seconds < 60) return unit(language, 'second').format(seconds);
	const minutes = Math.round(seconds / 60);
	if (minutes >= 48 * 60) return unit(language, 'day').format(Math.round(minutes / 1440));
	const parts: string[] = [];
	if (minutes >= 60) parts.push(unit(language, 'hour').format(Math.floor(minutes / 60)));
	if (minutes % 60 > 0 || minutes < 60) parts.push(unit(language, 'minute').format(minutes % 60));
	return parts.join(' ');
}

/** The same for a screen reader: `2 hours 5 minutes`. */
export function spokenTime(seconds: number, language = 'en'): string {
	const total = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
	const long = (name: string, n: number) =>
		new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(n);
	const parts: [string, number][] = [
		['hour', Math.floor(total / 3600)],
		['minute', Math.floor((total % 3600) / 60)],
		['second', total % 60]
	];
	const said = parts.filter(([, n]) => n > 0).map(([name, n]) => long(name, n));
	return said.length > 0 ? said.join(' ') : long('second', 0);
}

/** `3 minutes ago`, `yesterday`. */
export function ago(when: string | Date | null | undefined, now: Date = new Date(), language = 'en'): string {
	if (!when) return '';
	const then = typeof when === 'string' ? new Date(when) : when;
	const seconds = (then.getTime() - now.getTime()) / 1000;
	if (Number.isNaN(seconds)) return '';
	const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
	const steps: [Intl.RelativeTimeFormatUnit, number][] = [
		['year', 31_536_000],
		['month', 2_592_000],
		['day', 86_400],
		['hour', 3600],
		['minute', 60]
	];
	for (const [name, size] of steps) {
		if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), name);
	}
	return format.format(Math.round(seconds), 'second');
}

/** `4.2 GB`, decimal as disks are sold. */
export function bytes(n: number | null | undefined, language = 'en'): string {
	if (n == null) return '';
	return scaled(n, SIZES, 1000, language);
}

/** `8 GiB`-like memory in binary steps, written with the short names people use for it. */
export function memory(n: number | null | undefined, language = 'en'): string {
	if (n == null) return '';
	return scaled(n, SIZES, 1024, language);
}

/** `4.5 Mbit/s`. */
export function bitRate(bps: number | null | undefined, language = 'en'): string {
	if (bps == null || bps <= 0) return '';
	const mega = bps >= 1_000_000;
	const value = mega ? bps / 1_000_000 : bps / 1000;
	const digits = value < 10 ? 1 : 0;
	return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)} ${mega ? 'Mbit/s' : 'kbit/s'}`;
}

/** Nobody asks for single bytes, and their short name is written out (`0 byte`). */
const SIZES = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

function scaled(n: number, units: readonly string[], step: number, language: string): string {
	let value = n / step;
	let at = 0;
	while (value >= step && at < units.length - 1) {
		value /= step;
		at += 1;
	}
	const digits = (at > 0 || value < 1) && value < 10 ? 1 : 0;
	return new Intl.NumberFormat(language, {
		style: 'unit',
		unit: units[at] ?? 'kilobyte',
		unitDisplay: 'short',
		maximumFractionDigits: digits
	}).format(value);
}

interface MomentOptions {
	now?: Date;
	language?: string;
	/** Without it the zone of the page. */
	timeZone?: string;
	seconds?: boolean;
}

/** `14:05`, `tomorrow, 03:30`, `12 Mar, 03:30`: a point in time. */
export function moment(when: string | Date | null | undefined, options: MomentOptions = {}): string {
	if (!when) return '';
	const { now = new Date(), language = 'en', seconds = false } = options;
	const date = typeof when === 'string' ? new Date(when) : when;
	const zone = zoneOf(options.timeZone);
	const clockFace = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(seconds ? { second: '2-digit' as const } : {}), ...zone } as const;
	const time = new Intl.DateTimeFormat(language, clockFace).format(date);
	const day = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone });
	const days = Math.round((Date.parse(day.format(date)) - Date.parse(day.format(now))) / 86_400_000);
	if (days === 0) return time;
	if (Math.abs(days) === 1) return `${new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day')}, ${time}`;
	const year = day.format(date).slice(0, 4) === day.format(now).slice(0, 4) ? {} : ({ year: 'numeric' } as const);
	return `${new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', ...year, ...zone }).format(date)}, ${time}`;
}

/** A zone that this browser does not know is left out. */
function zoneOf(timeZone: string | undefined): { timeZone?: string } {
	if (!timeZone) return {};
	try {
		new Intl.DateTimeFormat('en', { timeZone });
		return { timeZone };
	} catch {
		return {};
	}
}

/** `50ms`, `1.2s`, `3m`: how long something took that may be quick. */
export function took(ms: number, language = 'en'): string {
	if (ms >= 10_000) return duration(ms, language);
	const short = ms < 1_000 ? { value: ms, unit: 'millisecond' } : { value: ms / 1_000, unit: 'second' };
	const format = { style: 'unit', unit: short.unit, unitDisplay: 'narrow', maximumFractionDigits: ms < 1_000 ? 0 : 1 } as const;
	return new Intl.NumberFormat(language, format).format(short.value);
}
