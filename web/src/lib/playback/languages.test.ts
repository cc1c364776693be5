import { describe, expect, it } from 'vitest';
import type { Stream } from '$lib/api/types';
import { languageOptions, rulesOf, withFavourite } from './languages';

const track = (language: string | null, forced = false) => ({ language, forced }) as Stream;

describe('languages', () => {
	it('are named in the reader’s language and sorted by name', () => {
		const options = languageOptions('en', 'tlh');
		expect(options.find((o) => o.value === 'de')?.label).toBe('German');
		expect(options.map((o) => o.label)).toEqual([...options.map((o) => o.label)].sort((a, b) => a.localeCompare(b, 'en')));
		expect(options.some((o) => o.value === 'tlh')).toBe(true);
		expect(languageOptions('en', 'no language at all').length).toBe(options.length);
	});

	it('keep what was liked before behind the favourite', () => {
		expect(withFavourite(['en', 'de'], 'de')).toEqual(['de', 'en']);
		expect(withFavourite(['en'], '')).toEqual([]);
	});
});

describe('rules of what was chosen', () => {
	const before = { audio_languages: ['en'], subtitle_languages: ['de'], subtitles: 'off' as const };
	it('say the languages and when subtitles are wanted', () => {
		expect(rulesOf(before, track('ja'), track('de'))).toEqual({ audio_languages: ['ja', 'en'], subtitle_languages: ['de'], subtitles: 'always' });
		expect(rulesOf(before, track('ja'), track('en', true))?.subtitles).toBe('forced');
		expect(rulesOf(before, track('de'), undefined)).toEqual({ audio_languages: ['de', 'en'], subtitle_languages: ['de'], subtitles: 'off' });
	});
	it('are none for tracks without a language', () => {
		expect(rulesOf(before, track(null), track('de'))).toBeNull();
		expect(rulesOf(before, track('de'), track(null))).toBeNull();
	});
});
