// What plays after what: the order of a queue, shuffled or not, once or over and over. Pure: the player asks, the page
// shows.

export type Repeat = 'off' | 'all' | 'one';

export interface Queue<T> {
	/** As they were given. */
	readonly items: readonly T[];
	/** Places in `items`, in the order of play. */
	readonly order: readonly number[];
	/** Place in `order` of what plays. */
	readonly at: number;
	readonly repeat: Repeat;
	readonly shuffled: boolean;
}

export function newQueue<T>(items: readonly T[], first: number, shuffled: boolean, random: () => number): Queue<T> {
	const plain = items.map((_, n) => n);
	if (!shuffled) return { items, order: plain, at: Math.max(0, Math.min(first, items.length - 1)), repeat: 'off', shuffled };
	return { items, order: mixed(plain, first, random), at: 0, repeat: 'off', shuffled };
}

/** The rest in a random order behind the one that plays. */
function mixed(places: readonly number[], first: number, random: () => number): number[] {
	const rest = places.filter((n) => n !== first);
	for (let n = rest.length - 1; n > 0; n -= 1) {
		const other = Math.floor(random() * (n + 1));
		[rest[n], rest[other]] = [rest[other] as number, rest[n] as number];
	}
	return places.includes(first) ? [first, ...rest] : rest;
}

export function current<T>(queue: Queue<T>): T | undefined {
	const place = queue.order[queue.at];
	return place === undefined ? undefined : queue.items[place];
}

/** Where play goes on by itself; null at the end. */
export function following<T>(queue: Queue<T>): number | null {
	if (queue.repeat === 'one') return queue.at;
	return skipped(queue);
}

/** Where the button "next" leads; null at the end. */
export function skipped<T>(queue: Queue<T>): number | null {
	if (queue.at + 1 < queue.order.length) return queue.at + 1;
	return queue.repeat === 'off' || queue.order.length === 0 ? null : 0;
}

export function before<T>(queue: Queue<T>): number {
	if (queue.at > 0) return queue.at - 1;
	return queue.repeat === 'all' ? queue.order.length - 1 : 0;
}

export function reshuffled<T>(queue: Queue<T>, random: () => number): Queue<T> {
	const playing = queue.order[queue.at] ?? 0;
	const plain = queue.items.map((_, n) => n);
	if (queue.shuffled) return { ...queue, order: plain, at: playing, shuffled: false };
	return { ...queue, order: mixed(plain, playing, random), at: 0, shuffled: true };
}

export function nextRepeat(repeat: Repeat): Repeat {
	return repeat === 'off' ? 'all' : repeat === 'all' ? 'one' : 'off';
}
