import { expect, test } from 'vitest';
import { deviceProfile, type Abilities } from './device';

/** A desktop Chromium without HEVC: what it answered when it was asked. */
function chromium(over: Partial<Abilities> = {}): Abilities {
	const mse = /avc1|mp4a|vp09|av01|flac|opus/;
	const file = /avc1|mp4a|vp09|av01|flac|opus|mp3|mpeg|wav/;
	return {
		mse: (type) => mse.test(type) && !/mp3|matroska|hvc1|hev1|ac-3|ec-3|alac/.test(type),
		file: (type) => file.test(type) && !/hvc1|hev1|ac-3|ec-3|alac/.test(type),
		smooth: (_, __, size) => Promise.resolve(size.width <= 1920),
		hdrScreen: false,
		maxChannels: 2,
		...over
	};
}

test('mse_decides_what_hls_may_carry', async () => {
	const device = await deviceProfile(chromium(), 'Chrome 156');
	expect(device.video_codecs.map((c) => c.codec)).toEqual(['h264', 'vp9', 'av1']);
	expect(device.audio_codecs).toEqual(['aac', 'opus', 'flac']);
	expect(device.max_channels).toBe(2);
});

test('whole_files_are_asked_apart', async () => {
	const device = await deviceProfile(chromium(), 'Chrome 156');
	expect(device.file?.audio_codecs).toContain('mp3');
	expect(device.file?.containers).toContain('mkv');
	expect(device.containers).toContain('mp4');
});

test('the_largest_smooth_size_is_posted', async () => {
	const small = await deviceProfile(chromium(), 'x');
	expect(small.video_codecs[0]).toMatchObject({ max_width: 1920, max_height: 1080 });
	const large = await deviceProfile(chromium({ smooth: () => Promise.resolve(true) }), 'x');
	expect(large.video_codecs[0]).toMatchObject({ max_width: 3840, max_height: 2160 });
});

test('ten_bit_needs_to_be_smooth_and_hdr_needs_a_screen', async () => {
	const weak = await deviceProfile(chromium({ smooth: () => Promise.resolve(false) }), 'x');
	expect(weak.video_codecs.every((c) => c.max_bit_depth === 8 && c.hdr === false)).toBe(true);
	const bright = await deviceProfile(chromium({ hdrScreen: true, smooth: () => Promise.resolve(true) }), 'x');
	expect(bright.video_codecs.find((c) => c.codec === 'vp9')).toMatchObject({ max_bit_depth: 10, hdr: true });
	expect(bright.video_codecs.find((c) => c.codec === 'h264')).toMatchObject({ max_bit_depth: 10, hdr: false });
});

test('a_browser_without_mse_promises_nothing_for_hls', async () => {
	const device = await deviceProfile(chromium({ mse: () => false }), 'x');
	expect(device.video_codecs).toEqual([]);
	expect(device.file?.video_codecs.length).toBeGreaterThan(0);
});
