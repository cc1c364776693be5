import { expect, test } from 'vitest';
import { FrameReader } from './frames';

const STREAM = ': hello\n\nid: 7\nevent: job\ndata: {"id":"a"}\n\n:\n\nevent: system\ndata: {"reset":true}\n\n';
const FRAMES = [
	{ id: '7', event: 'job', data: '{"id":"a"}' },
	{ id: '', event: 'system', data: '{"reset":true}' }
];

test('frames_come_whole_however_the_bytes_are_cut', () => {
	for (let size = 1; size <= STREAM.length; size += 1) {
		const reader = new FrameReader();
		const frames = [];
		for (let at = 0; at < STREAM.length; at += size) frames.push(...reader.read(STREAM.slice(at, at + size)));
		expect(frames, `pieces of ${size}`).toEqual(FRAMES);
	}
});

test('a_frame_that_has_not_ended_is_not_told', () => {
	expect(new FrameReader().read('id: 1\nevent: job\ndata: {}\n')).toEqual([]);
});

test('lines_may_end_as_a_proxy_likes_and_data_may_have_several', () => {
	const read = new FrameReader().read('event:item\r\ndata: one\r\ndata:two\r\n\r\n');
	expect(read).toEqual([{ id: '', event: 'item', data: 'one\ntwo' }]);
});

test('a_stream_without_line_ends_is_refused', () => {
	expect(() => new FrameReader().read('x'.repeat(1_000_001))).toThrow();
});
