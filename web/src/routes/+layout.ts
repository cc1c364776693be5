// The page is drawn in the browser only; the server sends the same shell for every address.
export const ssr = false;
export const prerender = false;
export const trailingSlash = 'never';
