// Reads `text/event-stream`: bytes come in any pieces, whole frames go out.

export interface Frame {
	/** Id to resume from; empty when this frame has none of its own. */
	id: string;
	event: string;
	data: string;
}

/** More than any frame of ours; a stream that never ends a line is not one. */
const MOST_CHARACTERS = 1_000_000;

export class FrameReader {
	#rest = '';

	/** Frames that this piece completes. Comments (heartbeats) and frames without data are left out. */
	read(piece: string): Frame[] {
		const lines = (this.#rest + piece).split('\n');
		const frames: Frame[] = [];
		let begun = 0;
		for (const [n, line] of lines.entries()) {
			// The last one has not ended yet.
			if (n === lines.length - 1 || trimmed(line) !== '') continue;
			const frame = frameOf(lines.slice(begun, n));
			if (frame) frames.push(frame);
			begun = n + 1;
		}
		this.#rest = lines.slice(begun).join('\n');
		if (this.#rest.length > MOST_CHARACTERS) throw new Error('a frame without end');
		return frames;
	}
}

function frameOf(lines: readonly string[]): Frame | null {
	const frame: Frame = { id: '', event: 'message', data: '' };
	const data: string[] = [];
	for (const raw of lines) {
		const line = trimmed(raw);
		const at = line.indexOf(':');
		const name = at < 0 ? line : line.slice(0, at);
		const value = at < 0 ? '' : line.slice(at + 1).replace(/^ /, '');
		if (name === 'data') data.push(value);
		else if (name === 'event') frame.event = value;
		else if (name === 'id') frame.id = value;
	}
	frame.data = data.join('\n');
	return data.length > 0 ? frame : null;
}

const trimmed = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line);
