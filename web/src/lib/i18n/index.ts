// The message catalogue: one typed object per language, functions for what takes values. A missing key is a type
// error. Other languages are loaded before the first page is drawn; English is built in.

import { en, type Messages } from './en';

export type { Messages };

/** The language that dates, numbers and plurals are written in. */
export const language = 'en';

/** Every text of the UI. */
export const m: Messages = en;
