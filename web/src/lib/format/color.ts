// The hue of a picture, for the tint of a page. Only the hue is taken: lightness and chroma are the theme's, so that
// text on the tint always has its contrast.

/** Hue in OKLCH degrees of `#rrggbb`, or null for a grey or a broken value. */
export function hueOf(hex: string | null | undefined): number | null {
	const found = /^#?([0-9a-f]{6})$/i.exec(hex ?? '');
	if (!found?.[1]) return null;
	const value = Number.parseInt(found[1], 16);
	const [r, g, b] = [value >> 16, (value >> 8) & 255, value & 255].map(toLinear) as [number, number, number];
	const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
	const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
	const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
	const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
	const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
	if (Math.hypot(a, bb) < 0.006) return null;
	return Math.round((Math.atan2(bb, a) * 180) / Math.PI + 360) % 360;
}

function toLinear(channel: number): number {
	const c = channel / 255;
	return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

/** A steady hue for a title without a picture. */
export function hueOfText(text: string): number {
	let hash = 7;
	for (const char of text) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
	return hash % 360;
}
