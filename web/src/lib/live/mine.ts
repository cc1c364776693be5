// Jobs that were started in this tab: whoever started something is told how it ended, others only when it failed. Kept
// with the tab, so that a reload forgets nothing.

const KEY = 'started';
/** Of somebody who starts more than this, the oldest are forgotten. */
const MOST = 50;

export interface Started {
	/** What the end is about, where a page of its own shows it. */
	libraryId?: string;
}

type Store = Pick<Storage, 'getItem' | 'setItem'>;

export class Mine {
	readonly #store: Store | null;
	#jobs: Map<string, Started>;

	constructor(store: Store | null) {
		this.#store = store;
		this.#jobs = read(store);
	}

	get ids(): string[] {
		return [...this.#jobs.keys()];
	}

	find(id: string): Started | undefined {
		return this.#jobs.get(id);
	}

	add(id: string, started: Started): void {
		this.#jobs.set(id, started);
		for (const oldest of this.ids.slice(0, -MOST)) this.#jobs.delete(oldest);
		this.#write();
	}

	remove(id: string): void {
		if (this.#jobs.delete(id)) this.#write();
	}

	#write(): void {
		try {
			this.#store?.setItem(KEY, JSON.stringify([...this.#jobs]));
		} catch {
			// A full or forbidden store: then a reload forgets.
		}
	}
}

function read(store: Store | null): Map<string, Started> {
	try {
		const entries: unknown = JSON.parse(store?.getItem(KEY) ?? '[]');
		return new Map(Array.isArray(entries) ? (entries as [string, Started][]) : []);
	} catch {
		return new Map();
	}
}
