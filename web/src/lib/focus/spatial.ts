// Arrow keys move the focus to what lies in that direction; a TV remote sends the same keys. The geometry is pure so that
// it can be tested; `spatial` is the listener.

export interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

const DIRECTIONS: Record<string, Direction> = {
	ArrowLeft: 'left',
	ArrowRight: 'right',
	ArrowUp: 'up',
	ArrowDown: 'down'
};

/** Sideways distance counts double: a remote's user expects rows and columns. */
const CROSS_WEIGHT = 2;

/** Index of the nearest box in a direction, or -1. */
export function nearest(from: Box, candidates: readonly Box[], direction: Direction): number {
	let best = -1;
	let bestScore = Infinity;
	for (const [index, to] of candidates.entries()) {
		const score = distance(from, to, direction);
		if (score < bestScore) {
			bestScore = score;
			best = index;
		}
	}
	return best;
}

function distance(from: Box, to: Box, direction: Direction): number {
	const [edge, cross] = {
		left: [from.left - to.right, gapBetween(from.top, from.bottom, to.top, to.bottom)],
		right: [to.left - from.right, gapBetween(from.top, from.bottom, to.top, to.bottom)],
		up: [from.top - to.bottom, gapBetween(from.left, from.right, to.left, to.right)],
		down: [to.top - from.bottom, gapBetween(from.left, from.right, to.left, to.right)]
	}[direction] as [number, number];
	// Two pixels of overlap are rounding, more is beside and not beyond.
	if (edge < -2) return Infinity;
	const centre =
		direction === 'left' || direction === 'right'
			? Math.abs(from.top + from.bottom - to.top - to.bottom) / 2
			: Math.abs(from.left + from.right - to.left - to.right) / 2;
	return Math.max(edge, 0) + CROSS_WEIGHT * cross + centre / 100;
}

function gapBetween(aStart: number, aEnd: number, bStart: number, bEnd: number): number {
	return Math.max(0, aStart - bEnd, bStart - aEnd);
}

const FOCUSABLE =
	'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]';

/** These use arrow keys themselves. */
const OWNS_ARROWS = 'input:not([type=checkbox]), textarea, select, video, [role=slider], [role=menu], [role=listbox], [role=tablist], [role=radiogroup]';

/** Moves the focus on arrow keys. Give it to the window's keydown. */
export function spatial(event: KeyboardEvent): void {
	const direction = DIRECTIONS[event.key];
	if (!direction || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
	const active = document.activeElement instanceof HTMLElement ? document.activeElement : null;
	if (active?.closest(OWNS_ARROWS)) return;
	const scope = document.querySelector('[role=dialog]') ?? active?.closest('[data-focus-trap]') ?? document;
	const elements = [...scope.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((e) => e !== active && isVisible(e));
	if (!active || active === document.body) {
		const main = elements.find((e) => e.closest('main')) ?? elements[0];
		if (main && direction === 'down') focusOn(event, main);
		return;
	}
	const target = elements[nearest(active.getBoundingClientRect(), elements.map((e) => e.getBoundingClientRect()), direction)];
	if (target) focusOn(event, target);
}

function focusOn(event: KeyboardEvent, element: HTMLElement): void {
	event.preventDefault();
	element.focus({ preventScroll: true });
	element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function isVisible(element: HTMLElement): boolean {
	return element.checkVisibility?.({ visibilityProperty: true }) ?? element.offsetParent !== null;
}
