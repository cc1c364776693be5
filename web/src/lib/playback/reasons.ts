// The verdict of the server in words. Codes are the server's; one that this page does not know yet is shown readably.

import { m } from '$lib/i18n';

/** A reason is a code, or an object with one: `{stream, code}`. */
export type Reason = string | { code?: string; reason?: string; detail?: string | null; [key: string]: unknown };

export function reasonText(reason: Reason): string {
	const code = typeof reason === 'string' ? reason : (reason.code ?? reason.reason ?? '');
	const [name = '', detail] = code.split(':', 2);
	const words = m.verdict.reasons[name] ?? name.replaceAll('_', ' ');
	const more = detail ?? (typeof reason === 'string' ? undefined : reason.detail);
	return more ? `${words} (${more})` : words;
}

/** `because this device cannot open this kind of file and …`, or nothing without reasons. */
export function reasonsSentence(reasons: readonly Reason[]): string {
	const texts = [...new Set(reasons.map(reasonText).filter((t) => t !== ''))];
	if (texts.length === 0) return '';
	const last = texts[texts.length - 1] ?? '';
	const list = texts.length === 1 ? last : `${texts.slice(0, -1).join(', ')}${m.verdict.and}${last}`;
	return m.verdict.because(list);
}
