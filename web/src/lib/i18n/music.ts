// The texts of music, apart from the catalogue of the start page, which they would make heavier.

import { enMusic, type MusicMessages } from './en-music';

export const mm: MusicMessages = enMusic;
