// Where another device opens this server: what this browser uses, unless that means "this machine".

/** `http://192.168.1.20:8096`, the best for a camera first; the rest is for typing. `base` is the path of the UI. */
export function addresses(here: Pick<Location, 'protocol' | 'hostname' | 'port'>, hosts: readonly string[], base = ''): string[] {
	const url = (host: string) => `${here.protocol}//${host}${here.port ? `:${here.port}` : ''}${base}`;
	const own = isThisMachine(here.hostname) ? [] : [here.hostname];
	// Telephones do not all look up names in .local, and nobody types what a camera reads.
	const byNumber = hosts.filter((host) => !host.endsWith('.local'));
	const byName = hosts.filter((host) => host.endsWith('.local'));
	return [...new Set([...own, ...byNumber, ...byName])].map(url);
}

function isThisMachine(host: string): boolean {
	return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.');
}
