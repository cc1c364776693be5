import { describe, expect, it } from 'vitest';
import { before, current, following, newQueue, nextRepeat, reshuffled, skipped } from './queue';

const items = ['a', 'b', 'c', 'd'];
const half = () => 0.5;

describe('queue', () => {
	it('plays from the chosen one to the end', () => {
		const queue = newQueue(items, 2, false, half);
		expect(current(queue)).toBe('c');
		expect(following(queue)).toBe(3);
		expect(following({ ...queue, at: 3 })).toBeNull();
		expect(before({ ...queue, at: 0 })).toBe(0);
	});

	it('repeats all, or the one that plays, which the buttons still leave', () => {
		const queue = { ...newQueue(items, 3, false, half), repeat: 'all' as const };
		expect(following(queue)).toBe(0);
		expect(before({ ...queue, at: 0 })).toBe(3);
		const one = { ...queue, at: 1, repeat: 'one' as const };
		expect(following(one)).toBe(1);
		expect(skipped(one)).toBe(2);
		expect(nextRepeat(nextRepeat(nextRepeat('off')))).toBe('off');
	});

	it('shuffles everything behind the one that plays, and goes back to the order', () => {
		const queue = newQueue(items, 1, true, half);
		expect(current(queue)).toBe('b');
		expect([...queue.order].sort()).toEqual([0, 1, 2, 3]);
		const plain = reshuffled({ ...queue, at: 2 }, half);
		expect(plain.order).toEqual([0, 1, 2, 3]);
		expect(current(plain)).toBe(current({ ...queue, at: 2 }));
		expect(current(reshuffled(plain, half))).toBe(current(plain));
	});

	it('survives being empty', () => {
		const queue = newQueue([], 0, true, half);
		expect([current(queue), following(queue), before(queue)]).toEqual([undefined, null, 0]);
	});
});
