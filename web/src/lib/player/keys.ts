// The player's keyboard: one table that the player obeys and the help shows.

export type PlayerAction =
	| 'toggle'
	| 'back'
	| 'forward'
	| 'farBack'
	| 'farForward'
	| 'chapterBack'
	| 'chapterForward'
	| 'next'
	| 'pictureInPicture'
	| 'earlier'
	| 'later'
	| 'play'
	| 'pause'
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
	shiftKey: boolean;
}

type Named = Exclude<PlayerAction, object>;

const KEYS: Record<string, Named> = {
	' ': 'toggle',
	k: 'toggle',
	MediaPlayPause: 'toggle',
	MediaPlay: 'play',
	MediaPause: 'pause',
	MediaStop: 'leave',
	MediaTrackNext: 'next',
	n: 'next',
	p: 'pictureInPicture',
	g: 'earlier',
	h: 'later',
	PageUp: 'chapterForward',
	PageDown: 'chapterBack',
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

/** The same keys with Shift go further. */
const WITH_SHIFT: Partial<Record<Named, Named>> = { back: 'farBack', forward: 'farForward' };

/** What a key press means, or null when it is not the player's business. */
export function playerAction(press: KeyPress): PlayerAction | null {
	if (press.ctrlKey || press.metaKey || press.altKey) return null;
	const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
	if (/^[0-9]$/.test(key)) return { seekTenth: Number(key) };
	const action = KEYS[key];
	if (action === undefined) return null;
	return press.shiftKey ? (WITH_SHIFT[action] ?? action) : action;
}

/** Seconds that one step back or forward moves. */
export const SEEK_STEP_S = 10;
export const FAR_STEP_S = 30;

/** Rows of the help, in the order they are shown. */
export const SHORTCUTS: readonly { keys: readonly string[]; action: Exclude<Named, 'play' | 'pause'> | 'tenth' }[] = [
	{ keys: ['Space', 'K'], action: 'toggle' },
	{ keys: ['J', '←'], action: 'back' },
	{ keys: ['L', '→'], action: 'forward' },
	{ keys: ['⇧ J', '⇧ ←'], action: 'farBack' },
	{ keys: ['⇧ L', '⇧ →'], action: 'farForward' },
	{ keys: ['PgDn'], action: 'chapterBack' },
	{ keys: ['PgUp'], action: 'chapterForward' },
	{ keys: ['N'], action: 'next' },
	{ keys: ['↑'], action: 'louder' },
	{ keys: ['↓'], action: 'quieter' },
	{ keys: ['M'], action: 'mute' },
	{ keys: ['F'], action: 'fullscreen' },
	{ keys: ['C'], action: 'captions' },
	{ keys: ['G'], action: 'earlier' },
	{ keys: ['H'], action: 'later' },
	{ keys: ['P'], action: 'pictureInPicture' },
	{ keys: ['<'], action: 'slower' },
	{ keys: ['>'], action: 'faster' },
	{ keys: ['0 – 9'], action: 'tenth' },
	{ keys: ['I'], action: 'stats' },
	{ keys: ['?'], action: 'help' },
	{ keys: ['Esc'], action: 'leave' }
];
