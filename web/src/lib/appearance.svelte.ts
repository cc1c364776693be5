// Theme and size: chosen on the settings page, kept in this browser, applied before the first paint by
// static/appearance.js, which reads the same two keys.

export const THEMES = ['dark', 'light', 'system'] as const;
export const SIZES = ['normal', 'tv'] as const;
export type Theme = (typeof THEMES)[number];
export type Size = (typeof SIZES)[number];

class Appearance {
	theme = $state<Theme>(read('theme', THEMES, 'dark'));
	size = $state<Size>(read('size', SIZES, 'normal'));

	setTheme(theme: Theme): void {
		this.theme = theme;
		keep('theme', theme);
	}

	setSize(size: Size): void {
		this.size = size;
		keep('size', size);
	}
}

function read<T extends string>(name: 'theme' | 'size', allowed: readonly T[], fallback: T): T {
	const value = document.documentElement.dataset[name] as T | undefined;
	return value !== undefined && allowed.includes(value) ? value : fallback;
}

function keep(name: 'theme' | 'size', value: string): void {
	document.documentElement.dataset[name] = value;
	try {
		localStorage.setItem(name, value);
	} catch {
		// Without storage the choice lasts as long as the page.
	}
}

export const appearance = new Appearance();
