// As loud as everything else: the gain that a file's tags ask for, applied to what the element plays. The stream itself is
// never touched.

import type { ItemFile } from '$lib/api/types';

type Loudness = ItemFile['loudness'];

/** The factor for a file, alone or with the rest of its album; 1 where nobody has measured it. Never so much that its highest sample would be cut off. */
export function gainOf(loudness: Loudness, inAlbum = false): number {
	const track = { db: loudness?.track_gain_db ?? null, peak: loudness?.track_peak ?? null };
	const album = { db: loudness?.album_gain_db ?? null, peak: loudness?.album_peak ?? null };
	const [first, second] = inAlbum ? [album, track] : [track, album];
	const db = first.db ?? second.db;
	if (db === null) return 1;
	const peak = first.peak ?? second.peak;
	const factor = 10 ** (db / 20);
	return peak === null ? factor : Math.min(factor, 1 / peak);
}

/** Turns an element's sound up or down. */
export class Gain {
	readonly #video: HTMLMediaElement;
	#context: AudioContext | null = null;
	#node: GainNode | null = null;

	constructor(video: HTMLMediaElement) {
		this.#video = video;
	}

	/** Call where the viewer has just asked to play: before that a browser gives no sound away. */
	async set(factor: number): Promise<void> {
		if (factor === 1 && !this.#node) return;
		if (!this.#node && !(await this.#connect())) return;
		if (this.#context?.state === 'suspended') await this.#context.resume();
		if (this.#node) this.#node.gain.value = factor;
	}

	close(): void {
		void this.#context?.close();
	}

	/** False where the browser refuses: it plays untouched then, rather than in silence. */
	async #connect(): Promise<boolean> {
		if (typeof AudioContext === 'undefined') return false;
		const context = new AudioContext();
		const late = new Promise((done) => setTimeout(done, 500));
		await Promise.race([context.resume(), late]);
		if (context.state !== 'running') {
			void context.close();
			return false;
		}
		this.#context = context;
		this.#node = context.createGain();
		context.createMediaElementSource(this.#video).connect(this.#node).connect(context.destination);
		return true;
	}
}
