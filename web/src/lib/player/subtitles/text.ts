// Text drawn by the browser itself: a <track> with the whole file as WebVTT.

import type { Drawn, ToDraw } from './subtitles.svelte';

export function drawText({ video, base, stream }: ToDraw): Drawn {
	const element = document.createElement('track');
	element.kind = 'subtitles';
	element.id = String(stream.index);
	element.srclang = stream.language ?? '';
	element.src = `${base}/subtitles/${stream.index}.vtt`;
	const shifter = new CueShifter();
	element.addEventListener('load', () => shifter.apply(element.track.cues));
	video.append(element);
	element.track.mode = 'showing';
	return {
		shift(ms) {
			shifter.ms = ms;
			shifter.apply(element.track.cues);
		},
		remove() {
			element.track.mode = 'disabled';
			element.remove();
		}
	};
}

interface Timed {
	startTime: number;
	endTime: number;
}

/** Moves cues from where their file has them. */
export class CueShifter {
	ms = 0;
	readonly #own = new WeakMap<Timed, Timed>();

	apply(cues: Iterable<Timed> | ArrayLike<Timed> | null): void {
		for (const cue of cues ? Array.from(cues) : []) {
			let own = this.#own.get(cue);
			if (!own) {
				own = { startTime: cue.startTime, endTime: cue.endTime };
				this.#own.set(cue, own);
			}
			// A time before the film is none for browsers.
			cue.startTime = Math.max(own.startTime + this.ms / 1000, 0);
			cue.endTime = Math.max(own.endTime + this.ms / 1000, 0);
		}
	}
}
