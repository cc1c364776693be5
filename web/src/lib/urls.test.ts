import { expect, test } from 'vitest';
import { pathOf, urlOf } from './urls';

test('without a base path the address of a page is its path', () => {
	expect(urlOf('/admin/jobs?show=failed')).toBe('/admin/jobs?show=failed');
	expect(pathOf(new URL('http://nas/library/1?sort=added'))).toBe('/library/1');
	expect(pathOf(new URL('http://nas'))).toBe('/');
});

/** What leads to a page: a link, `goto`, a redirect, an address that the browser is sent to. */
const LEADS = /(?:\bhref=|\bgoto\(|\bredirect\(\d+, |\bsrc=|location\.(?:href = |assign\())\{?["'`]\//g;

test('whatever leads to one of our pages goes by urlOf', () => {
	const sources: Record<string, string> = import.meta.glob(['/src/**/*.{svelte,ts}', '!**/*.test.ts'], { query: '?raw', import: 'default', eager: true });
	expect(Object.keys(sources).length).toBeGreaterThan(100);
	const forgotten = Object.entries(sources).flatMap(([name, source]) => [...source.matchAll(LEADS)].map(([text]) => `${name}: ${text}`));
	expect(forgotten).toEqual([]);
	expect([...`<a href="/x"> <a href={\`/x\`}> goto('/x') redirect(307, '/x')`.matchAll(LEADS)]).toHaveLength(4);
});
