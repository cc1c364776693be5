import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';

/** jassub names its files by itself, and in two kinds: what the player does not use would be built and embedded too. */
const UNUSED: Record<string, readonly (readonly [from: string, to: string])[]> = {
	'jassub/dist/jassub.js': [
		["new Worker(new URL('./worker/worker.js', import.meta.url), { name: 'jassub-worker', type: 'module' })", 'null'],
		["new URL('./wasm/jassub-worker-modern.wasm', import.meta.url).href", "''"],
		["new URL('./wasm/jassub-worker.wasm', import.meta.url).href", "''"]
	],
	'jassub/dist/wasm/jassub-worker.js': [['new URL("jassub-worker.wasm", import.meta.url)', 'new URL("https://unused.invalid")']]
};
const slimJassub = () => ({
	name: 'slim-jassub',
	enforce: 'pre' as const,
	transform(code: string, id: string) {
		const parts = Object.entries(UNUSED).find(([file]) => id.split('?')[0]?.endsWith(file))?.[1];
		return parts?.reduce((text, [from, to]) => {
			if (!text.includes(from)) throw new Error(`jassub has changed: ${from} is not there`);
			return text.replace(from, to);
		}, code);
	}
});

export default defineConfig(({ mode }) => {
	// `npm run dev` shows a running server's data: REVENGE_URL names it.
	const server = loadEnv(mode, '.', 'REVENGE_').REVENGE_URL ?? 'http://127.0.0.1:8096';
	return {
		plugins: [slimJassub(), tailwindcss(), sveltekit()],
		worker: { format: 'es', plugins: () => [slimJassub()] },
		optimizeDeps: { exclude: ['jassub'] },
		build: {
			target: 'es2022',
			chunkSizeWarningLimit: 700,
			// What most pages share is one file instead of thirty: each request costs more than the bytes in it. Higher than
			// the number of server pages, or the start page would carry what only these have in common.
			rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 10 }] } } }
		},
		server: { proxy: { '/api': server, '/stream': server } },
		test: { include: ['src/**/*.test.ts'], environment: 'node' }
	};
});
