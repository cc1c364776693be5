// Waits for a server that goes away for a while and comes back by itself.

import { base } from '$app/paths';

const LOOK_MS = 400;
/** One that was never seen away has been quicker than we look. */
const MISSED_MS = 8_000;

export interface Progress {
	done: number;
	total: number;
}

interface Readiness {
	progress?: Progress;
}

/** Resolves once the server is ready again; says how far it is meanwhile. */
export async function untilBack(
	tell: (progress: Progress) => void,
	look: () => Promise<Response> = () => fetch(`${base}/readyz`, { cache: 'no-store' }),
	pause: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms))
): Promise<void> {
	let wasAway = false;
	for (let waited = 0; ; waited += LOOK_MS) {
		await pause(LOOK_MS);
		const answer = await look().catch(() => null);
		if (answer?.ok) {
			if (wasAway || waited >= MISSED_MS) return;
			continue;
		}
		wasAway = true;
		const readiness = (await answer?.json().catch(() => undefined)) as Readiness | undefined;
		if (readiness?.progress) tell(readiness.progress);
	}
}
