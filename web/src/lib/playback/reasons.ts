// The verdict of the server in words. Codes are the server's; one that this page does not know yet is told by the
// server's own sentence.

import { m } from '$lib/i18n';

export interface Reason {
	code: string;
	/** One sentence of the server, in English. */
	detail?: string;
}

export function reasonText(reason: Reason): string {
	return m.verdict.reasons[reason.code] ?? reason.detail ?? reason.code.replaceAll('_', ' ');
}

/** The words and the server's figures: `the picture has more bits … (the device does not play 10-bit hevc)`. */
export function reasonInFull(reason: Reason): string {
	const words = reasonText(reason);
	return reason.detail && reason.detail !== words ? `${words} (${reason.detail})` : words;
}

/** `because this device cannot open this kind of file and …`, or nothing without reasons. */
export function reasonsSentence(reasons: readonly Reason[]): string {
	const texts = [...new Set(reasons.map(reasonText).filter((t) => t !== ''))];
	if (texts.length === 0) return '';
	const last = texts[texts.length - 1] ?? '';
	const list = texts.length === 1 ? last : `${texts.slice(0, -1).join(', ')}${m.verdict.and}${last}`;
	return m.verdict.because(list);
}
