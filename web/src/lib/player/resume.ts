// Where a film goes on. The server keeps the position; this tab also notes it, because a reload reads the server's
// answer before the last write of the page it replaced has arrived.

/** A note older than this yields to the server, which may know another device's position. */
const NOTE_LIFETIME_MS = 60_000;
/** Shorter positions start from the beginning. */
const SMALLEST_RESUME_MS = 5_000;
/** From here on the server counts a title as watched: there is nothing left to resume. */
const END_PART = 0.9;

export interface Note {
	position_ms: number;
	at: number;
}

interface State {
	position_ms: number;
}

/** Milliseconds to start at. */
export function resumePosition(
	state: State | null | undefined,
	durationMs: number | null | undefined,
	note: Note | null,
	now: number
): number {
	const fresh = note !== null && now - note.at < NOTE_LIFETIME_MS && now >= note.at;
	const position = fresh ? note.position_ms : (state?.position_ms ?? 0);
	if (position < SMALLEST_RESUME_MS && !(fresh && position > 0)) return 0;
	if (durationMs && position >= durationMs * END_PART) return 0;
	return position;
}

const key = (itemId: string) => `position:${itemId}`;

export function writeNote(itemId: string, positionMs: number): void {
	try {
		sessionStorage.setItem(key(itemId), JSON.stringify({ position_ms: Math.round(positionMs), at: Date.now() }));
	} catch {
		// Private modes refuse storage; the server's position is then the only one.
	}
}

export function readNote(itemId: string): Note | null {
	try {
		const note: unknown = JSON.parse(sessionStorage.getItem(key(itemId)) ?? 'null');
		if (typeof note !== 'object' || note === null) return null;
		const { position_ms, at } = note as Partial<Note>;
		return typeof position_ms === 'number' && typeof at === 'number' ? { position_ms, at } : null;
	} catch {
		return null;
	}
}
