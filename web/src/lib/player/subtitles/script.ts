// ASS with its styling: libass as WebAssembly (jassub), in a worker, drawn on a canvas over the picture. Loaded only
// when such a track is chosen. Fonts come from the film itself; what it does not carry is the one font that we have.

import type JASSUB from 'jassub';
import wasmUrl from 'jassub/dist/wasm/jassub-worker.wasm?url';
import workerUrl from 'jassub/dist/worker/worker.js?worker&url';
import { ownScript } from './trusted';
import type { Drawn, ToDraw } from './subtitles.svelte';

/** A pool of fonts larger than this would fill a phone's memory. */
const FONTS_MAX = 60;

export async function drawScript({ video, base, stream }: ToDraw): Promise<Drawn> {
	const [{ default: Renderer }, fonts] = await Promise.all([import('jassub'), fontsOf(base)]);
	const renderer: JASSUB = new Renderer({
		video,
		subUrl: new URL(`${base}/subtitles/${stream.index}.ass`, location.href).href,
		workerUrl: ownScript(workerUrl),
		wasmUrl: new URL(wasmUrl, location.href).href,
		modernWasmUrl: new URL(wasmUrl, location.href).href,
		fonts,
		// A browser that asks a service of the web for fonts tells what is watched.
		queryFonts: false
	});
	await renderer.ready;
	return {
		shift(ms) {
			renderer.timeOffset = -ms / 1000;
			void renderer.resize(true);
		},
		remove() {
			void renderer.destroy();
		}
	};
}

async function fontsOf(base: string): Promise<string[]> {
	try {
		const response = await fetch(`${base}/fonts`);
		if (!response.ok) return [];
		const list = (await response.json()) as { items: { url: string }[] };
		return list.items.slice(0, FONTS_MAX).map((font) => new URL(font.url, location.href).href);
	} catch {
		// The words matter more than their letters.
		return [];
	}
}
