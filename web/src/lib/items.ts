// Small facts about items that several pages show.

import { duration } from './format/time';
import { language, m } from './i18n';
import { resumePosition } from './player/resume';
import type { Item, ItemFile, ItemKind, ItemSummary, LibraryKind } from './api/types';

/** The kinds that a library's wall shows. */
export const WALL_KIND: Record<LibraryKind, ItemKind> = { movies: 'movie', shows: 'show', music: 'album' };

/** `S2 E5`, `S2 E5–6`; nothing for what is no episode. */
export function episodeNumber(item: ItemSummary): string {
	if (item.kind !== 'episode' || item.index == null) return '';
	const last = item.index_end != null && item.index_end > item.index ? `–${item.index_end}` : '';
	const season = item.show?.season;
	return season == null ? m.item.episode(item.index) : `${m.item.shortNumber(season, item.index)}${last}`;
}

/** Series and number of an episode, year and length. */
export function itemFacts(item: ItemSummary): string[] {
	const facts: string[] = [];
	if (item.kind === 'episode') facts.push(item.show?.title ?? '', episodeNumber(item));
	if (item.kind === 'album' || item.kind === 'track') facts.push(item.artists.map((artist) => artist.name).join(', '), item.album?.name ?? '');
	if (item.year) facts.push(String(item.year));
	if (item.duration_ms) facts.push(duration(item.duration_ms, language));
	return facts.filter((fact) => fact !== '');
}

/** The file that plays when nobody chooses: the first that is there. */
export function playableFile(item: Item): ItemFile | undefined {
	return item.files.find((file) => file.state === 'present') ?? item.files[0];
}

/** Where playing would go on, in milliseconds; 0 when there is nothing to resume. */
export function positionOf(item: ItemSummary): number {
	return resumePosition(item.user_state, item.duration_ms, null, 0);
}
