// What was chosen before play, carried in the address of the player so that it can be sent and survives a reload.

export interface TrackChoice {
	file?: string;
	audio?: number;
	/** -1 is "off", absent is "as the server thinks". */
	subtitle?: number;
	/** Tallest picture wanted; absent is the file's own. */
	quality?: number;
	/** Start here instead of where it was left, in milliseconds. */
	start?: number;
}

export function watchAddress(itemId: string, choice: TrackChoice): string {
	const query = new URLSearchParams();
	if (choice.file) query.set('file', choice.file);
	if (choice.audio !== undefined) query.set('audio', String(choice.audio));
	if (choice.subtitle !== undefined) query.set('subtitle', String(choice.subtitle));
	if (choice.quality !== undefined) query.set('quality', String(choice.quality));
	if (choice.start !== undefined) query.set('start', String(choice.start));
	const text = query.toString();
	return `/watch/${itemId}${text ? `?${text}` : ''}`;
}

export function choiceOf(query: URLSearchParams): TrackChoice {
	const choice: TrackChoice = {};
	const file = query.get('file');
	if (file) choice.file = file;
	for (const name of ['audio', 'subtitle', 'quality', 'start'] as const) {
		const value = Number.parseInt(query.get(name) ?? '', 10);
		if (!Number.isNaN(value)) choice[name] = value;
	}
	return choice;
}
