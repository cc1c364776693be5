// What somebody chooses to hear and read in an episode holds for the whole series from then on.

import { api, take } from '$lib/api/client';
import type { Item, Stream } from '$lib/api/types';
import { rulesOf } from '$lib/playback/languages';

export async function rememberTracks(item: Item, audio: Stream | undefined, subtitle: Stream | undefined): Promise<void> {
	if (!item.show) return;
	const params = { path: { id: item.show.id } };
	// Not kept is no reason to disturb the film.
	try {
		const { own, inherited } = await take(api.GET('/api/v1/items/{id}/playback-rules', { params }));
		const body = rulesOf(own ?? inherited, audio, subtitle);
		if (body) await take(api.PUT('/api/v1/items/{id}/playback-rules', { params, body }));
	} catch {
		return;
	}
}
