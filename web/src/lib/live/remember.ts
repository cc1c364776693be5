// A bounded memory of ids: the oldest are forgotten.

const MOST = 200;

export function remember(ids: Set<string>, id: string): void {
	ids.add(id);
	for (const oldest of [...ids].slice(0, -MOST)) ids.delete(oldest);
}
