// How English counts and lists; shared by the parts of the catalogue.

export const numbers = new Intl.NumberFormat('en');
const plurals = new Intl.PluralRules('en');

/** `1 title`, `1,204 titles`. */
export function count(n: number, one: string, other: string): string {
	return `${numbers.format(n)} ${plurals.select(n) === 'one' ? one : other}`;
}

/** `one, two, three`. */
export const list = (parts: readonly string[]) => parts.join(', ');
