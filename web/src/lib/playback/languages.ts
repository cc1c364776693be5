// Languages that a viewer may choose by name, and the rules that say what to hear and read.

import type { Stream, TrackRules } from '$lib/api/types';

/** Codes of the languages that films come in most; others stay as they are where they were set. */
const CODES = [
	'ar', 'bg', 'ca', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'fa', 'fi', 'fr', 'he', 'hi', 'hr', 'hu', 'id', 'is', 'it', 'ja',
	'ko', 'lt', 'lv', 'ms', 'nl', 'no', 'pl', 'pt', 'ro', 'ru', 'sk', 'sl', 'sr', 'sv', 'ta', 'te', 'th', 'tr', 'uk', 'vi', 'zh'
] as const;

export const WISHES = ['off', 'forced', 'foreign', 'always'] as const;
export type Wish = (typeof WISHES)[number];

/** Options of a select, sorted by name; `chosen` is among them even if it is rare. */
export function languageOptions(display: string, chosen: string | undefined): { value: string; label: string }[] {
	const codes = new Set<string>(chosen ? [...CODES, chosen] : CODES);
	return [...codes].map((code) => ({ value: code, label: languageName(display, code) })).sort((a, b) => a.label.localeCompare(b.label, display));
}

/** The name of a language, for who reads `display`; the code where it has none. */
export function languageName(display: string, code: string): string {
	try {
		return new Intl.DisplayNames([display], { type: 'language', fallback: 'code' }).of(code) ?? code;
	} catch {
		return code;
	}
}

/** The favourite first, the others behind it. */
export function withFavourite(languages: readonly string[], favourite: string): string[] {
	return favourite === '' ? [] : [favourite, ...languages.filter((language) => language !== favourite)].slice(0, 8);
}

/** What the tracks that somebody chose say of what they like; null where the tracks have no language to remember. */
export function rulesOf(current: TrackRules, audio: Stream | undefined, subtitle: Stream | undefined): TrackRules | null {
	if (audio && !audio.language) return null;
	if (subtitle && !subtitle.language) return null;
	const { audio_languages = [], subtitle_languages = [] } = current;
	return {
		audio_languages: audio?.language ? withFavourite(audio_languages, audio.language) : audio_languages,
		subtitle_languages: subtitle?.language ? withFavourite(subtitle_languages, subtitle.language) : subtitle_languages,
		subtitles: subtitle ? (subtitle.forced ? 'forced' : 'always') : 'off'
	};
}
