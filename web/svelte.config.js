import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		// One page for every address: the server answers unknown paths with it. The post-build step compresses.
		adapter: adapter({ fallback: 'index.html', precompress: false }),
		// The build's name comes from its content; `updated.current` compares it on navigation, not by polling.
		version: { pollInterval: 0 }
	}
};
