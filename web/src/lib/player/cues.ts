// Subtitles of an HLS session, shown by the browser itself. hls.js would hang `<track src="data:…">` elements into the
// page, which the content security policy refuses; so it only parses, and its cues go into text tracks of our own.
//
// A text track cannot be removed from its <video>: one is made for each stream, emptied for a new session, used again.

import type { default as Hls, Events } from 'hls.js';
import { streamOf } from './renditions';

export class CueTracks {
	readonly #video: HTMLVideoElement;
	readonly #tracks = new Map<number, { track: TextTrack; seen: Set<string> }>();
	#shown = -1;

	constructor(video: HTMLVideoElement) {
		this.#video = video;
	}

	/** Takes the cues of a session. Call once per source. */
	listen(hls: Hls, events: { CUES_PARSED: Events.CUES_PARSED }): void {
		this.#empty();
		hls.on(events.CUES_PARSED, (_, data) => {
			const stream = streamOf(data.subtitleTrack?.url ?? '');
			if (data.type === 'subtitles' && stream >= 0) {
				this.#add(stream, data.subtitleTrack?.lang ?? '', data.cues as VTTCue[]);
			}
		});
	}

	/** Shows one stream's text, or none for -1. */
	show(stream: number): void {
		this.#shown = stream;
		for (const [of, { track }] of this.#tracks) track.mode = of === stream ? 'showing' : 'hidden';
	}

	#add(stream: number, language: string, cues: VTTCue[]): void {
		let entry = this.#tracks.get(stream);
		if (!entry) {
			entry = { track: this.#video.addTextTrack('subtitles', '', language), seen: new Set() };
			entry.track.mode = stream === this.#shown ? 'showing' : 'hidden';
			this.#tracks.set(stream, entry);
		}
		// A segment that is fetched again brings its cues again; a cue over a boundary comes with both segments.
		for (const cue of cues) {
			const key = `${cue.startTime.toFixed(3)} ${cue.endTime.toFixed(3)} ${cue.text}`;
			if (entry.seen.has(key)) continue;
			entry.seen.add(key);
			entry.track.addCue(cue);
		}
	}

	#empty(): void {
		for (const { track, seen } of this.#tracks.values()) {
			// A disabled track hides its cues from us, too.
			track.mode = 'hidden';
			for (const cue of [...(track.cues ?? [])]) track.removeCue(cue);
			seen.clear();
			track.mode = 'disabled';
		}
	}
}
