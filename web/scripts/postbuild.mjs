// Makes the build fit a strict content security policy, and smaller on the wire.
//
// SvelteKit's page holds exactly one inline script. It moves into a file named by its hash, so that `script-src 'self'`
// is enough and no header depends on the build, and loses what it knows of paths: a server may lie below one (/revenge).
// It must be a classic script: the bootstrap defines a global that a module's strict mode refuses. Then .br and .gz take the
// place of every compressible file: browsers take Brotli over HTTPS only, and most people come by plain HTTP. The page
// itself stays beside them, for the server to put its base path in.

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const build = new URL('../build/', import.meta.url).pathname;
const COMPRESSED = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest', '.txt', '.wasm']);
/** Below this size a second file costs more than it saves. */
const SMALLEST_BYTES = 512;

moveInlineScript();
copyLicences();
compress(build);

function moveInlineScript() {
	const page = join(build, 'index.html');
	let html = readFileSync(page, 'utf8');
	const scripts = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
	if (scripts.length !== 1) throw new Error(`expected one inline script in index.html, found ${scripts.length}`);
	const code = rewrite(scripts[0][1], [
		['document.currentScript.parentElement', "document.getElementById('app')"],
		// The build knows of no base path: the script finds out from where it was loaded.
		['base: ""', "base: new URL('../../..', document.currentScript.src).pathname.slice(0, -1)"],
		['import("/_app/immutable/entry/', 'import("./', 2]
	]).trim();
	if (code.includes('/_app/')) throw new Error('the inline script names a path that depends on the base path');
	const hash = createHash('sha256').update(code).digest('base64url').slice(0, 8);
	const name = `_app/immutable/entry/boot.${hash}.js`;
	writeFileSync(join(build, name), code);
	html = html.replace(scripts[0][0], '').replace('</head>', `\t<script defer src="/${name}"></script>\n\t</head>`);
	// The server puts its base path before each of them: `web_ui::assets`.
	for (const [text, url] of html.matchAll(/(?:href|src)\s*=\s*([^\s>]*)/g)) {
		if (!/^"\/(?!\/)/.test(url)) throw new Error(`index.html has an address that does not begin with a slash: ${text}`);
	}
	writeFileSync(page, html);
}

function rewrite(source, changes) {
	return changes.reduce((text, [from, to, times = 1]) => {
		if (text.split(from).length - 1 !== times) throw new Error(`the inline script has changed: ${from}`);
		return text.replaceAll(from, to);
	}, source);
}

/** Libraries whose licence asks for its text beside them. */
function copyLicences() {
	mkdirSync(join(build, 'licences'), { recursive: true });
	for (const name of ['jassub']) {
		copyFileSync(new URL(`../node_modules/${name}/LICENSE`, import.meta.url), join(build, 'licences', `${name}.txt`));
	}
}

function compress(folder) {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) compress(path);
		else if (COMPRESSED.has(extname(entry.name)) && statSync(path).size >= SMALLEST_BYTES) {
			const bytes = readFileSync(path);
			const brotli = brotliCompressSync(bytes, {
				params: {
					[constants.BROTLI_PARAM_QUALITY]: 11,
					[constants.BROTLI_PARAM_SIZE_HINT]: bytes.length
				}
			});
			const gzip = gzipSync(bytes, { level: 9 });
			if (Math.max(brotli.length, gzip.length) >= bytes.length) continue;
			writeFileSync(`${path}.br`, brotli);
			writeFileSync(`${path}.gz`, gzip);
			if (path !== join(build, 'index.html')) rmSync(path);
		}
	}
}
