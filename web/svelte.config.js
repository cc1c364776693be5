import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** A name for the build that is the same whenever its sources are: SvelteKit would take the time of day. */
function nameOfSources() {
	const hash = createHash('sha256');
	for (const part of ['src', 'static', 'package-lock.json']) {
		const path = new URL(part, import.meta.url).pathname;
		const files = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).map((file) => join(path, file)) : [path];
		for (const file of files.filter((file) => statSync(file).isFile()).sort()) hash.update(readFileSync(file));
	}
	return hash.digest('hex').slice(0, 16);
}

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		// One page for every address: the server answers unknown paths with it. The post-build step compresses.
		adapter: adapter({ fallback: 'index.html', precompress: false }),
		// `updated.current` compares it on navigation, not by polling.
		version: { name: nameOfSources(), pollInterval: 0 }
	}
};
