// The subtitles of a film: which stream is shown, how far it is shifted, and who draws it.
//
// Everything comes as whole files beside the session's stream, whatever way the picture comes: a shift then needs no
// other part of the text, and direct play and HLS are one case.

import { api, take } from '$lib/api/client';
import type { Item, ItemFile, Stream } from '$lib/api/types';
import { isPictureSubtitle, streamsOf } from '$lib/playback/streams';
import { drawText } from './text';

/** What draws one stream over the picture. */
export interface Drawn {
	/** Shows everything this much later. */
	shift(ms: number): void;
	remove(): void;
}

/** What a drawer gets: the picture, where the stream lies, what it is. */
export interface ToDraw {
	video: HTMLVideoElement;
	/** Address of the session's files, without the last part. */
	base: string;
	stream: Stream;
}

const SAVE_AFTER_MS = 600;
export const MAX_SHIFT_MS = 600_000;
/** One step of a key or button. */
export const SHIFT_STEP_MS = 100;

export class Subtitles {
	/** Stream index; -1 is off. */
	shown = $state(-1);
	shiftMs = $state(0);
	readonly #itemId: string;
	readonly #video: HTMLVideoElement;
	#base = '';
	#file: ItemFile | null = null;
	#drawn: Drawn | null = null;
	#last = -1;
	/** Rises with each choice, so that a drawer that is ready late is dropped. */
	#generation = 0;
	#saving: ReturnType<typeof setTimeout> | undefined;

	constructor(item: Item, video: HTMLVideoElement, shown: number) {
		this.#itemId = item.id;
		this.#video = video;
		this.shown = shown;
		this.shiftMs = item.subtitle_shift_ms;
	}

	/** A session began: its files are at another address. */
	attach(url: string, file: ItemFile | null): void {
		this.#base = url.replace(/\/[^/]*$/, '');
		this.#file = file;
		this.#draw();
	}

	show(stream: number): void {
		this.shown = stream;
		if (stream >= 0) this.#last = stream;
		this.#draw();
	}

	/** Off, or what was on before, or the first. */
	toggle(first: number | undefined): void {
		if (this.shown >= 0) this.show(-1);
		else this.show(this.#last >= 0 ? this.#last : (first ?? -1));
	}

	shift(ms: number): void {
		this.shiftMs = Math.min(Math.max(Math.round(ms), -MAX_SHIFT_MS), MAX_SHIFT_MS);
		this.#drawn?.shift(this.shiftMs);
		clearTimeout(this.#saving);
		this.#saving = setTimeout(() => this.#save(), SAVE_AFTER_MS);
	}

	close(): void {
		this.#generation += 1;
		if (this.#saving !== undefined) this.#save();
		this.#drawn?.remove();
		this.#drawn = null;
	}

	#draw(): void {
		const generation = ++this.#generation;
		this.#drawn?.remove();
		this.#drawn = null;
		const stream = streamsOf(this.#file, 'subtitle').find((s) => s.index === this.shown);
		if (!stream || this.#base === '') return;
		const what = { video: this.#video, base: this.#base, stream };
		const put = (drawn: Drawn) => {
			if (generation !== this.#generation) return drawn.remove();
			this.#drawn = drawn;
			drawn.shift(this.shiftMs);
		};
		if (isPictureSubtitle(stream)) return void import('./pictures').then(({ drawPictures }) => put(drawPictures(what)));
		if (stream.codec !== 'ass') return void put(drawText(what));
		// Where the browser cannot draw it, its words are still there.
		import('./script')
			.then(({ drawScript }) => drawScript(what))
			.then(put, () => put(drawText(what)));
	}

	#save(): void {
		clearTimeout(this.#saving);
		this.#saving = undefined;
		const body = { shift_ms: this.shiftMs };
		// Not kept is no reason to disturb the film.
		void take(api.PUT('/api/v1/items/{id}/subtitle-shift', { params: { path: { id: this.#itemId } }, body, keepalive: true })).catch(() => undefined);
	}
}
