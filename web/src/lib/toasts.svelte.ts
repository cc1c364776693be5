// Short notices in a live region: written by pages, shown by the root layout. News goes by itself, unless somebody is
// reading it; what went wrong stays until it is dismissed.

const LIFETIME_MS = 8_000;
/** More than this at once is noise: the oldest goes. */
const MOST = 3;

export interface Toast {
	id: number;
	text: string;
	kind: 'info' | 'bad';
	/** A later notice with the same key takes the place of this one. */
	key?: string;
	href?: string;
	action?: string;
	/** How many things a shared notice is about. */
	count?: number;
}

class Toasts {
	list = $state<Toast[]>([]);
	#next = 0;
	readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

	show(text: string, options: Partial<Omit<Toast, 'id' | 'text'>> = {}): void {
		const toast: Toast = { kind: 'info', ...options, id: this.#next++, text };
		const same = toast.key === undefined ? undefined : this.find(toast.key);
		if (same) this.dismiss(same.id);
		for (const oldest of this.list.slice(0, Math.max(0, this.list.length - MOST + 1))) this.dismiss(oldest.id);
		this.list = [...this.list, toast];
		this.release(toast.id);
	}

	find(key: string): Toast | undefined {
		return this.list.find((toast) => toast.key === key);
	}

	dismiss(id: number): void {
		this.hold(id);
		this.list = this.list.filter((toast) => toast.id !== id);
	}

	/** Somebody reads it: it stays. */
	hold(id: number): void {
		clearTimeout(this.#timers.get(id));
		this.#timers.delete(id);
	}

	/** Its time runs from now on. */
	release(id: number): void {
		this.hold(id);
		const toast = this.list.find((t) => t.id === id);
		if (toast?.kind === 'info') this.#timers.set(id, setTimeout(() => this.dismiss(id), LIFETIME_MS));
	}
}

export const toasts = new Toasts();
