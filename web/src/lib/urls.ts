// Addresses of our pages. The server may lie below a path of its host (http.base_path), which SvelteKit knows once the
// page runs but puts before nothing by itself. Pages are named without it everywhere; here it is put before them and
// taken off again. A test finds whoever forgets.

import { base } from '$app/paths';

/** What the browser must be given for one of our paths. */
export const urlOf = (path: string) => base + path;

/** One of our paths, as `urlOf` takes it. */
export const pathOf = (url: URL) => url.pathname.slice(base.length) || '/';
