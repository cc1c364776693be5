import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => {
	// `npm run dev` shows a running server's data: REVENGE_URL names it.
	const server = loadEnv(mode, '.', 'REVENGE_').REVENGE_URL ?? 'http://127.0.0.1:8096';
	return {
		plugins: [tailwindcss(), sveltekit()],
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
