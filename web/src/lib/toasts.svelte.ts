// Short notices in a live region: written by pages, shown by the root layout, gone by themselves.

const LIFETIME_MS = 5_000;

export interface Toast {
	id: number;
	text: string;
	kind: 'info' | 'bad';
	href?: string;
	action?: string;
}

class Toasts {
	list = $state<Toast[]>([]);
	#next = 0;

	show(text: string, options: Partial<Omit<Toast, 'id' | 'text'>> = {}): void {
		const toast: Toast = { id: this.#next++, text, kind: 'info', ...options };
		this.list = [...this.list.slice(-2), toast];
		setTimeout(() => this.dismiss(toast.id), LIFETIME_MS);
	}

	dismiss(id: number): void {
		this.list = this.list.filter((t) => t.id !== id);
	}
}

export const toasts = new Toasts();
