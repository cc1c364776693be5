// The time as pages show it: it moves on by itself, and only while something on the page reads it.

import { createSubscriber } from 'svelte/reactivity';

class Clock {
	readonly #read: () => void;

	constructor(stepMs: number) {
		this.#read = createSubscriber((update) => {
			const timer = setInterval(update, stepMs);
			return () => clearInterval(timer);
		});
	}

	get now(): Date {
		this.#read();
		return new Date();
	}
}

/** For "3 minutes ago". */
export const clock = new Clock(15_000);
/** For what counts seconds. */
export const secondHand = new Clock(1_000);
