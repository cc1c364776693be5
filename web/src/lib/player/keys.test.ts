import { expect, test } from 'vitest';
import { m } from '$lib/i18n';
import { playerAction, SHORTCUTS } from './keys';

const press = (key: string, over = {}) => playerAction({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...over });

test('every_promised_key_does_what_it_says', () => {
	const cases: [string, unknown][] = [
		[' ', 'toggle'],
		['k', 'toggle'],
		['K', 'toggle'],
		['j', 'back'],
		['l', 'forward'],
		['ArrowLeft', 'back'],
		['ArrowRight', 'forward'],
		['m', 'mute'],
		['f', 'fullscreen'],
		['c', 'captions'],
		['i', 'stats'],
		['?', 'help'],
		['n', 'next'],
		['MediaTrackNext', 'next'],
		['PageUp', 'chapterForward'],
		['g', 'earlier'],
		['8', { seekTenth: 8 }],
		['x', null],
		['Tab', null]
	];
	for (const [key, action] of cases) expect(press(key)).toEqual(action);
});

test('shift_goes_further', () => {
	expect(press('ArrowLeft', { shiftKey: true })).toBe('farBack');
	expect(press('L', { shiftKey: true })).toBe('farForward');
	expect(press('?', { shiftKey: true })).toBe('help');
});

test('the_browser_keeps_its_own_shortcuts', () => {
	expect(press('f', { ctrlKey: true })).toBeNull();
	expect(press('l', { metaKey: true })).toBeNull();
	expect(press('ArrowLeft', { altKey: true })).toBeNull();
});

test('the_help_names_every_row', () => {
	for (const { action } of SHORTCUTS) expect(m.player.shortcuts[action]).toBeTruthy();
});
