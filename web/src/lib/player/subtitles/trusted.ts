// Addresses of workers under Trusted Types: only files of this server pass.

interface Policy {
	createScriptURL(url: string): unknown;
}
interface Factory {
	createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
}

let policy: Policy | undefined;

/** The address as the browser wants it; throws for other servers. */
export function ownScript(url: string): string {
	const own = (address: string) => {
		const absolute = new URL(address, location.href);
		if (absolute.origin !== location.origin) throw new TypeError(`${absolute.origin} is not this server`);
		return absolute.href;
	};
	const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
	if (!factory) return own(url);
	policy ??= factory.createPolicy('revenge-worker', { createScriptURL: own });
	// What comes out is a TrustedScriptURL, which every place that wants an address takes.
	return policy.createScriptURL(url) as string;
}
