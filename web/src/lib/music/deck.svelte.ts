// The door to the music player: small, because every page has it. The player itself comes with the first track.

import type { ItemSummary } from '$lib/api/types';

export const deck = $state({ open: false });

/** Plays tracks from one of them on. */
export async function playTracks(tracks: readonly ItemSummary[], first = 0, shuffled = false): Promise<void> {
	const { music } = await import('./music.svelte');
	deck.open = true;
	await music.play(tracks, first, shuffled);
}
