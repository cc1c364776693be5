// Whether the next episode begins by itself on this device.

const KEY = 'autoplay-next';

class Autoplay {
	on = $state(true);

	constructor() {
		try {
			this.on = localStorage.getItem(KEY) !== 'off';
		} catch {
			// No storage, no memory.
		}
	}

	set(on: boolean): void {
		this.on = on;
		try {
			localStorage.setItem(KEY, on ? 'on' : 'off');
		} catch {
			// Good until the page is left.
		}
	}
}

export const autoplay = new Autoplay();
