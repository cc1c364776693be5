// How subtitles look on this device: a television wants other letters than a phone.

const KEY = 'subtitle-style';

export const SIZES = ['small', 'normal', 'large', 'huge'] as const;
export const GROUNDS = ['box', 'shadow'] as const;
export const COLORS = ['white', 'yellow'] as const;

export interface SubtitleStyle {
	size: (typeof SIZES)[number];
	ground: (typeof GROUNDS)[number];
	color: (typeof COLORS)[number];
}

const STANDARD: SubtitleStyle = { size: 'normal', ground: 'box', color: 'white' };

const one = <T>(list: readonly T[], value: unknown, standard: T): T => (list.includes(value as T) ? (value as T) : standard);

/** What was stored, as far as it is known. */
export function styleOf(stored: unknown): SubtitleStyle {
	const { size, ground, color } = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<SubtitleStyle>;
	return {
		size: one(SIZES, size, STANDARD.size),
		ground: one(GROUNDS, ground, STANDARD.ground),
		color: one(COLORS, color, STANDARD.color)
	};
}

class Kept {
	style = $state.raw<SubtitleStyle>(STANDARD);

	constructor() {
		try {
			this.style = styleOf(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
		} catch {
			// No storage, no memory.
		}
	}

	set(part: Partial<SubtitleStyle>): void {
		this.style = { ...this.style, ...part };
		try {
			localStorage.setItem(KEY, JSON.stringify(this.style));
		} catch {
			// Good until the page is left.
		}
	}
}

export const subtitleStyle = new Kept();
