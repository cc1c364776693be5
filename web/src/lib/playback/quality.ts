// The quality menu in words: what each choice is and what it costs this server.

import { bitRate } from '$lib/format/time';
import { language, m } from '$lib/i18n';
import type { Method, Quality } from '$lib/api/types';
import { pictureName } from './streams';

/** Height by which a quality is ordered; null is the file's own. */
export type QualityName = number | null;

/** `Original · 1080p · 9.2 Mbit/s`, `720p · 3.2 Mbit/s`. */
export function qualityLabel(quality: Quality): string {
	const name = quality.name === null ? pictureName(quality.width, quality.height) : `${quality.name}p`;
	const parts = [quality.name !== null ? '' : quality.method === 'transcode' ? m.quality.fullSize : m.quality.original, name, bitRate(quality.bit_rate, language)];
	return parts.filter(Boolean).join(' · ');
}

/** What it takes from the server, in a few words. */
export function costText({ method, load }: { method: Method; load: number | null }): string {
	if (method !== 'transcode') return m.quality.cost[method];
	if (load === null) return m.quality.cost.unknown;
	if (load > 1) return m.quality.cost.tooMuch;
	const share = new Intl.NumberFormat(language, { style: 'percent' }).format(load);
	return load <= 0.3 ? m.quality.cost.light(share) : m.quality.cost.share(share);
}
