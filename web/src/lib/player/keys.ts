// The player's keyboard: one table that the player obeys and the help shows.

export type PlayerAction =
	| 'toggle'
	| 'back'
	| 'forward'
	| 'louder'
	| 'quieter'
	| 'mute'
	| 'fullscreen'
	| 'captions'
	| 'slower'
	| 'faster'
	| 'start'
	| 'end'
	| 'stats'
	| 'help'
	| 'leave'
	| { seekTenth: number };

export interface KeyPress {
	key: string;
	ctrlKey: boolean;
	metaKey: boolean;
	altKey: boolean;
}

type Named = Exclude<PlayerAction, object>;

const KEYS: Record<string, Named> = {
	' ': 'toggle',
	k: 'toggle',
	MediaPlayPause: 'toggle',
	j: 'back',
	ArrowLeft: 'back',
	MediaRewind: 'back',
	l: 'forward',
	ArrowRight: 'forward',
	MediaFastForward: 'forward',
	ArrowUp: 'louder',
	ArrowDown: 'quieter',
	m: 'mute',
	f: 'fullscreen',
	c: 'captions',
	'<': 'slower',
	'>': 'faster',
	Home: 'start',
	End: 'end',
	i: 'stats',
	'?': 'help',
	Escape: 'leave',
	GoBack: 'leave',
	BrowserBack: 'leave'
};

/** What a key press means, or null when it is not the player's business. */
export function playerAction(press: KeyPress): PlayerAction | null {
	if (press.ctrlKey || press.metaKey || press.altKey) return null;
	const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
	if (/^[0-9]$/.test(key)) return { seekTenth: Number(key) };
	return KEYS[key] ?? null;
}

/** Seconds that one step back or forward moves. */
export const SEEK_STEP_S = 10;

/** Rows of the help, in the order they are shown. */
export const SHORTCUTS: readonly { keys: readonly string[]; action: Named | 'tenth' }[] = [
	{ keys: ['Space', 'K'], action: 'toggle' },
	{ keys: ['J', '←'], action: 'back' },
	{ keys: ['L', '→'], action: 'forward' },
	{ keys: ['↑'], action: 'louder' },
	{ keys: ['↓'], action: 'quieter' },
	{ keys: ['M'], action: 'mute' },
	{ keys: ['F'], action: 'fullscreen' },
	{ keys: ['C'], action: 'captions' },
	{ keys: ['<'], action: 'slower' },
	{ keys: ['>'], action: 'faster' },
	{ keys: ['0 – 9'], action: 'tenth' },
	{ keys: ['I'], action: 'stats' },
	{ keys: ['?'], action: 'help' },
	{ keys: ['Esc'], action: 'leave' }
];
