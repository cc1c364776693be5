import { expect, test } from 'vitest';
import { cursorOfPage } from './anchors';

test('the_first_page_needs_no_cursor', () => {
	expect(cursorOfPage({ total: 250, step: 100, cursors: ['a', 'b', 'c'] }, 0)).toBeUndefined();
});

test('a_cursor_for_every_page_or_for_all_but_the_first', () => {
	expect(cursorOfPage({ total: 250, step: 100, cursors: ['a', 'b', 'c'] }, 1)).toBe('b');
	expect(cursorOfPage({ total: 250, step: 100, cursors: ['b', 'c'] }, 1)).toBe('b');
	expect(cursorOfPage({ total: 250, step: 100, cursors: ['b', 'c'] }, 2)).toBe('c');
});
