import { expect, test } from 'vitest';
import { hueOf, hueOfText } from './color';

test('hue_of_pure_colours_matches_oklch', () => {
	// Reference values of the OKLCH definition, to a degree.
	for (const [hex, hue] of [['#ff0000', 29], ['#00ff00', 142], ['#0000ff', 264], ['#ffff00', 110]] as const) {
		expect(Math.abs((hueOf(hex) ?? -99) - hue)).toBeLessThanOrEqual(1);
	}
});

test('grey_and_nonsense_have_no_hue', () => {
	for (const value of ['#808080', '#000000', '', null, undefined, 'red']) expect(hueOf(value)).toBeNull();
});

test('a_title_keeps_its_hue', () => {
	expect(hueOfText('Paper Kings')).toBe(hueOfText('Paper Kings'));
	expect(hueOfText('Paper Kings')).not.toBe(hueOfText('Paper King'));
});
