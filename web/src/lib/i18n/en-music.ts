// English texts of music pages and the music player.

import { count, list } from './en-words';

export const enMusic = {
	player: 'Music player',
	play: 'Play',
	playAll: 'Play all',
	shuffle: 'Shuffle',
	pause: 'Pause',
	next: 'Next track',
	previous: 'Previous track',
	seek: 'Position in the track',
	volume: 'Volume',
	mute: 'Mute',
	unmute: 'Unmute',
	repeat: { off: 'Repeat: off', all: 'Repeat: all', one: 'Repeat: this track' },
	queue: 'Queue',
	closeQueue: 'Close the queue',
	stop: 'Stop and close the player',
	disc: (n: number) => `Disc ${n}`,
	tracks: (n: number) => count(n, 'track', 'tracks'),
	tracksLabel: 'Tracks',
	albums: 'Albums',
	appearsOn: 'Appears on',
	names: list,
	failed: (title: string) => `${title} cannot be played.`,
	composers: 'Composed by'
};

export type MusicMessages = typeof enMusic;
