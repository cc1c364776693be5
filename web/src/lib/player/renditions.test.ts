import { expect, test } from 'vitest';
import { pictureOf, streamOf, trackOf } from './renditions';

test('the_address_names_the_stream', () => {
	expect(streamOf('http://h/stream/t0ken/audio-1/index.m3u8')).toBe(1);
	expect(streamOf('/stream/audio-1/video/index.m3u8')).toBe(-1);
});

test('a_variant_is_the_planned_picture_or_has_a_height', () => {
	expect(pictureOf('http://h/stream/t0ken/video/index.m3u8')).toBe(null);
	expect(pictureOf('http://h/stream/t0ken/video-720/index.m3u8')).toBe(720);
});

test('tracks_are_found_whatever_their_order', () => {
	const tracks = [{ url: 'http://h/stream/t/audio-3/index.m3u8' }, { url: 'http://h/stream/t/audio-1/index.m3u8' }];
	expect(trackOf(tracks, 1)).toBe(1);
	expect(trackOf(tracks, 2)).toBe(-1);
	expect(trackOf(tracks, -1)).toBe(-1);
});
