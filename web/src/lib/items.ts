// Small facts about items that several pages show.

import { duration } from './format/time';
import { language, m } from './i18n';
import { resumePosition } from './player/resume';
import type { ItemKind, ItemSummary, LibraryKind } from './api/types';

/** The kinds that a library's wall shows. */
export const WALL_KIND: Record<LibraryKind, ItemKind> = { movies: 'movie', shows: 'show', music: 'album' };

/** Year and length, or the number of an episode. */
export function itemFacts(item: ItemSummary): string[] {
	const facts: string[] = [];
	if (item.kind === 'episode' && item.index != null) facts.push(m.item.episode(item.index));
	if (item.year) facts.push(String(item.year));
	if (item.duration_ms) facts.push(duration(item.duration_ms, language));
	return facts;
}

/** Where playing would go on, in milliseconds; 0 when there is nothing to resume. */
export function positionOf(item: ItemSummary): number {
	return resumePosition(item.user_state, item.duration_ms, null, 0);
}
