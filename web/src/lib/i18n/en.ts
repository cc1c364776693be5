// English texts. The shape of this object is the catalogue; other languages must match it. Texts of the server pages are
// in en-admin.ts.

import { count, list, numbers } from './en-words';

export const en = {
	app: { name: 'Revenge' },
	common: {
		cancel: 'Cancel',
		close: 'Close',
		save: 'Save',
		back: 'Back',
		retry: 'Try again',
		delete: 'Delete',
		loading: 'Loading',
		more: 'More',
		unknown: 'unknown',
		none: 'None',
		number: (n: number) => numbers.format(n)
	},
	nav: {
		label: 'Main',
		home: 'Home',
		search: 'Search',
		admin: 'Server',
		settings: 'Settings',
		skip: 'Skip to content',
		shortcuts: 'Keyboard shortcuts',
		move: 'Move',
		open: 'Open'
	},
	offline: {
		gone: 'The server does not answer.',
		kept: 'What is shown stays, but may be out of date.',
		retryIn: (seconds: number) => (seconds > 0 ? `Next try in ${count(seconds, 'second', 'seconds')}.` : 'Trying now…'),
		retry: 'Try now'
	},
	ended: {
		scan: (library: string, { added, changed, missing }: { added: number; changed: number; missing: number }) => {
			const parts = [
				added > 0 ? count(added, 'new file', 'new files') : '',
				changed > 0 ? `${numbers.format(changed)} changed` : '',
				missing > 0 ? `${count(missing, 'file', 'files')} gone` : ''
			];
			return `${library}: ${list(parts.filter(Boolean)) || 'nothing new'}`;
		},
		done: (title: string) => `${title}: done`,
		failed: (title: string) => `${title} failed`,
		failures: (n: number) => `${count(n, 'job', 'jobs')} failed`,
		show: 'Show',
		why: 'Why',
		details: 'Details',
		dismiss: 'Dismiss'
	},
	errors: {
		title: 'That did not work',
		notFound: 'There is nothing here',
		notFoundText: 'The page was moved, or what it showed is gone.',
		goHome: 'Go to the start page',
		server: 'The server failed. Its log has the details.',
		offline: 'The server does not answer.',
		forbidden: 'This needs an administrator.',
		tooMany: (seconds: number) => `Too many tries. Try again in ${count(seconds, 'second', 'seconds')}.`,
		request: (id: string) => `Request ${id}`
	},
	setup: {
		title: 'Welcome',
		lead: 'Two steps and the first film plays.',
		step: (n: number, of: number) => `Step ${n} of ${of}`,
		userTitle: 'Who runs this server?',
		userText: 'This first user may do everything. More users come later.',
		code: 'Setup code',
		codeText: 'You are not on this network. The code is in the server’s log.',
		create: 'Create user',
		libraryTitle: 'Where are the films?',
		libraryText: 'Choose a folder on the server. Nothing in it is ever changed.',
		later: 'Later',
		boardTitle: 'What this machine can do',
		done: 'This server is set up already.',
		signIn: 'Sign in'
	},
	login: {
		title: 'Sign in',
		username: 'Name',
		password: 'Password',
		passwordHint: 'At least 8 characters',
		showPassword: 'Show password',
		hidePassword: 'Hide password',
		submit: 'Sign in',
		wrong: 'Name or password is wrong.'
	},
	home: {
		title: 'Home',
		continueWatching: 'Continue watching',
		recentlyAdded: (library: string) => `New in ${library}`,
		seeAll: 'See all',
		timeLeft: (time: string) => `${time} left`,
		resume: 'Resume',
		details: 'Details',
		scanning: (n: number) => (n === 1 ? 'Scanning a library' : `Scanning ${count(n, 'library', 'libraries')}`),
		scanProgress: (done: number, total: number) => `${numbers.format(done)} of ${count(total, 'file', 'files')}`,
		emptyTitle: 'No library yet',
		emptyText: 'Tell the server where your films and series are.',
		emptyUser: 'Nothing is shared with you yet. Ask whoever runs this server.',
		addLibrary: 'Add a library',
		nothingTitle: 'Nothing found yet',
		nothingText: 'The folders are being read. Titles appear here as they are found.',
		nothingIdle: 'The libraries hold no titles. Their problems, if any, are on the server page.'
	},
	library: {
		sort: 'Sort by',
		sorts: { title: 'Title', added: 'Newest', year: 'Year' },
		unwatched: 'Not watched',
		find: 'Find in this library',
		clear: 'Clear filters',
		letters: 'Jump to letter',
		count: (n: number) => count(n, 'title', 'titles'),
		noResultTitle: 'Nothing matches',
		noResultText: 'No title fits these filters.',
		emptyTitle: 'Nothing here yet',
		emptyText: 'Titles appear as the scan finds them.'
	},
	item: {
		play: 'Play',
		resume: (at: string) => `Resume at ${at}`,
		restart: 'From the start',
		markWatched: 'Mark watched',
		watched: 'Watched',
		seasons: 'Seasons',
		season: (n: number) => (n === 0 ? 'Specials' : `Season ${n}`),
		shortNumber: (season: number, episode: number) => `S${season} E${episode}`,
		episode: (n: number) => `Episode ${n}`,
		files: (n: number) => (n === 1 ? 'File' : `${numbers.format(n)} files`),
		version: 'Version',
		audio: 'Audio',
		subtitles: 'Subtitles',
		subtitlesOff: 'Off',
		automatic: 'Automatic',
		noFile: 'The file of this title is not there at the moment.',
		part: (n: number) => `Part ${n}`,
		howItPlays: 'How it plays here',
		stream: { video: 'Video', audio: 'Audio', subtitle: 'Subtitles' },
		forced: 'forced',
		standard: 'default',
		channels: (n: number) =>
			n === 1 ? 'mono' : n === 2 ? 'stereo' : n === 6 ? '5.1' : n === 8 ? '7.1' : count(n, 'channel', 'channels'),
		bits: (n: number) => `${n} bit`,
		framesPerSecond: (n: string) => `${n} frames/s`
	},
	verdict: {
		likely: {
			direct: 'Plays as it is',
			remux: 'Plays without re-encoding the picture',
			transcode: 'Is converted while playing',
			refused: 'Cannot be played here'
		},
		method: {
			direct: 'Direct play',
			remux: 'Remux',
			transcode: 'Converted'
		},
		methodText: {
			direct: 'The file is sent as it is.',
			remux: 'The picture is sent as it is, in another container.',
			transcode: 'The picture is converted while you watch.'
		},
		reasons: {
			video_codec_not_supported: 'this device cannot decode the picture’s format',
			video_size: 'the picture is larger than this device takes',
			audio_codec_not_supported: 'this device cannot decode the sound’s format',
			audio_channels: 'the sound has more channels than this device takes',
			audio_choice: 'another sound track was chosen',
			container: 'this device cannot open this kind of file',
			bit_depth: 'the picture has more bits per colour than this device takes',
			hdr: 'the picture is HDR and this device shows SDR',
			bit_rate_limit: 'the bit rate is above the limit',
			subtitle_burn_in: 'the subtitles have to be drawn into the picture',
			method_ordered: 'it was asked for',
			quality_chosen: 'a lighter picture was chosen',
			no_index: 'the file has no keyframes to cut at'
		} as Record<string, string>,
		because: (reasons: string) => `because ${reasons}`,
		why: (because: string) => `That is ${because}.`,
		instead: 'What works instead',
		asItIs: (file: string) => `${file}, as it is`,
		and: ' and '
	},
	quality: {
		original: 'Original',
		fullSize: 'Full size',
		cost: {
			direct: 'No work for the server',
			remux: 'Hardly any work for the server',
			unknown: 'The server converts the picture',
			light: (share: string) => `Light work for the server: ${share} of what it can`,
			share: (share: string) => `Work for the server: ${share} of what it can`,
			tooMuch: 'More than the server can convert in time: it would stall'
		}
	},
	player: {
		play: 'Play',
		pause: 'Pause',
		back: 'Back',
		leave: 'Back to the title',
		seek: 'Position',
		seekText: (at: string, of: string) => `${at} of ${of}`,
		volume: 'Volume',
		mute: 'Mute',
		unmute: 'Sound on',
		rewind: (s: number) => `Back ${count(s, 'second', 'seconds')}`,
		forward: (s: number) => `Forward ${count(s, 'second', 'seconds')}`,
		fullscreen: 'Full screen',
		exitFullscreen: 'Leave full screen',
		tracks: 'Audio and subtitles',
		speed: 'Speed',
		normalSpeed: 'Normal',
		speedValue: (n: number) => `${numbers.format(n)}×`,
		quality: 'Quality',
		settings: 'Quality and speed',
		stats: 'Statistics',
		help: 'Keyboard',
		starting: 'Starting',
		buffering: 'Waiting for the server',
		next: 'Next episode',
		nextTitle: (title: string) => `Next: ${title}`,
		replay: 'Watch again',
		ended: 'That was it',
		blocked: 'Press play to start',
		convertInstead: 'This browser could not play the file after all. Converting it instead.',
		errorTitle: 'This does not play',
		errorNetwork: 'The server stopped sending. It may be restarting.',
		errorDecode: 'The browser cannot decode what the server sent.',
		errorSource: 'The browser cannot open this file.',
		errorBusy: 'The server cannot convert this now.',
		convert: 'Play converted',
		lighter: 'Play a lighter version',
		shortcuts: {
			toggle: 'Play or pause',
			back: 'Back 10 seconds',
			forward: 'Forward 10 seconds',
			louder: 'Louder',
			quieter: 'Quieter',
			mute: 'Sound on or off',
			fullscreen: 'Full screen',
			captions: 'Subtitles on or off',
			slower: 'Slower',
			faster: 'Faster',
			start: 'To the start',
			end: 'To the end',
			tenth: 'Jump to a tenth of the film',
			stats: 'Statistics',
			help: 'This list',
			leave: 'Leave the player'
		},
		stat: {
			method: 'Method',
			reasons: 'Reasons',
			source: 'Source',
			video: 'Picture',
			frames: 'Frames',
			framesValue: (shown: number, dropped: number) => `${numbers.format(shown)} shown, ${numbers.format(dropped)} dropped`,
			buffer: 'Buffer',
			bufferValue: (s: string) => `${s} s ahead`,
			rate: 'Receiving',
			session: 'Session',
			none: 'none: the device plays the file'
		}
	},
	search: {
		title: 'Search',
		placeholder: 'Films, series, episodes',
		hint: 'Type to search every library.',
		none: (q: string) => `Nothing found for “${q}”.`,
		groups: {
			movie: 'Films',
			show: 'Series',
			season: 'Seasons',
			episode: 'Episodes',
			artist: 'Artists',
			album: 'Albums',
			track: 'Tracks'
		}
	},
	admin: {
		title: 'Server',
		tabs: {
			libraries: 'Libraries',
			jobs: 'Jobs',
			queues: 'Queues',
			schedules: 'Schedules',
			webhooks: 'Webhooks',
			system: 'System'
		}
	},
	libraries: {
		title: 'Libraries',
		add: 'Add library',
		edit: (name: string) => `Edit ${name}`,
		name: 'Name',
		kind: 'What is in it',
		kinds: { movies: 'Films', shows: 'Series', music: 'Music' },
		folders: 'Folders',
		addFolder: 'Choose a folder',
		anotherFolder: 'Choose another folder',
		removeFolder: (path: string) => `Remove ${path}`,
		noFolder: 'Choose at least one folder.',
		scan: 'Scan now',
		scanning: 'Scanning',
		waiting: 'Waiting for a worker',
		scanned: (ago: string) => `Scanned ${ago}`,
		neverScanned: 'Not scanned yet',
		items: (n: number) => count(n, 'title', 'titles'),
		files: (n: number) => count(n, 'file', 'files'),
		problems: (n: number) => count(n, 'problem', 'problems'),
		problemsTitle: (name: string) => `Problems in ${name}`,
		remedy: 'What helps',
		moreProblems: (n: number) => `The first ${numbers.format(n)} are shown.`,
		deleteTitle: (name: string) => `Delete the library “${name}”?`,
		deleteText: (items: number, files: number) =>
			`${count(items, 'title', 'titles')} and what users watched of them leave this server. The ${count(files, 'file', 'files')} on the disk stay as they are.`,
		deleteConfirm: 'Delete library',
		offline: (ago: string) => `Not there since ${ago}; its titles stay.`,
		progress: (name: string) => `Scan of ${name}`
	},
	picker: {
		title: 'Choose a folder',
		path: 'Folder on the server',
		go: 'Go',
		up: 'One folder up',
		choose: 'Choose this folder',
		videos: (n: number) => (n === 0 ? 'No video files here' : count(n, 'video file', 'video files')),
		none: 'No folders in here.',
		list: 'Folders'
	},
	settings: {
		title: 'Settings',
		appearance: 'Appearance',
		theme: 'Theme',
		themes: { dark: 'Dark', light: 'Light', system: 'As the device' },
		size: 'Size',
		sizes: { normal: 'Normal', tv: 'TV, from across the room' },
		devices: 'Signed-in devices',
		current: 'this device',
		lastSeen: (ago: string) => `last seen ${ago}`,
		signOutDevice: (name: string) => `Sign out ${name}`,
		signOut: 'Sign out'
	}
};

export type Messages = typeof en;
