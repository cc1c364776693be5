import { describe, expect, test } from 'vitest';
import type { ItemFile, Quality, Stream } from '$lib/api/types';
import { choiceOf, watchAddress } from './choice';
import { playlistFor } from './playlist';
import { costText, qualityLabel } from './quality';
import { reasonInFull, reasonText, reasonsSentence } from './reasons';
import { fileLabel, languageName, resolutionName, streamLabel } from './streams';

const stream = (over: Partial<Stream>): Stream =>
	({ index: 0, type: 'video', codec: 'h264', default: false, forced: false, ...over }) as Stream;
const film = (container: string, video: Partial<Stream>, audio: Partial<Stream>): ItemFile =>
	({
		id: 'f',
		size: 1,
		container,
		streams: [stream({ width: 1920, height: 800, ...video }), stream({ index: 1, type: 'audio', codec: 'aac', channels: 2, ...audio })]
	}) as ItemFile;

describe('reasons', () => {
	test('known_codes_become_words', () => {
		expect(reasonText({ code: 'container' })).toBe('this device cannot open this kind of file');
		expect(reasonText({ code: 'bit_depth', detail: 'x' })).toContain('bits per colour');
	});

	test('an_unknown_code_stays_readable', () => {
		expect(reasonText({ code: 'moon_phase' })).toBe('moon phase');
		expect(reasonText({ code: 'moon_phase', detail: 'the moon is new' })).toBe('the moon is new');
		expect(reasonInFull({ code: 'container', detail: 'mkv' })).toBe('this device cannot open this kind of file (mkv)');
	});

	test('a_sentence_names_each_reason_once', () => {
		expect(reasonsSentence([])).toBe('');
		const reason = (code: string) => ({ code });
		expect(reasonsSentence([reason('moon_phase'), reason('moon_phase')])).toBe('because moon phase');
		expect(reasonsSentence(['a', 'b', 'c'].map(reason))).toBe('because a, b and c');
	});
});

describe('qualities', () => {
	const quality = (over: Partial<Quality>): Quality =>
		({ name: 720, width: 1280, height: 536, bit_rate: 3_160_000, method: 'transcode', load: null, cost: {}, ...over }) as Quality;

	test('a_quality_is_named_as_people_call_it', () => {
		expect(qualityLabel(quality({}))).toBe('720p · 3.2 Mbit/s');
		expect(qualityLabel(quality({ name: null, width: 1920, height: 800, bit_rate: null }))).toBe('Full size · 1080p');
		expect(qualityLabel(quality({ name: null, method: 'direct' }))).toBe('Original · 720p · 3.2 Mbit/s');
	});

	test('the_price_is_told_in_words', () => {
		expect(costText({ method: 'direct', load: null })).toContain('No work');
		expect(costText({ method: 'transcode', load: null })).not.toContain('%');
		expect(costText({ method: 'transcode', load: 0.2 })).toContain('20%');
		expect(costText({ method: 'transcode', load: 0.8 })).toContain('80%');
		expect(costText({ method: 'transcode', load: 1.4 })).toContain('stall');
	});
});

describe('labels', () => {
	test('streams_are_named_by_language_first', () => {
		expect(streamLabel(stream({ type: 'audio', codec: 'ac3', language: 'de', channels: 6 }))).toBe('German · Dolby Digital · 5.1');
		expect(streamLabel(stream({ type: 'audio', codec: 'aac', language: 'eng', title: 'Commentary' }))).toBe('English · Commentary · AAC');
		expect(streamLabel(stream({ type: 'subtitle', codec: 'srt', forced: true }))).toBe('SRT · forced');
	});

	test('language_codes_that_nobody_knows_stay_as_they_are', () => {
		expect(languageName('und')).toBe('');
		expect(languageName('qqx-bogus!')).toBe('qqx-bogus!');
	});

	test('a_cropped_picture_keeps_its_class', () => {
		expect(resolutionName(film('mkv', { width: 1920, height: 800 }, {}))).toBe('1080p');
		expect(resolutionName(film('mkv', { width: 3840, height: 1600 }, {}))).toBe('4K');
		expect(resolutionName(film('mkv', { width: 720, height: 576 }, {}))).toBe('576p');
		expect(resolutionName(film('mkv', { width: 320, height: 180 }, {}))).toBe('180p');
		expect(fileLabel(film('mkv', { codec: 'hevc' }, {}))).toBe('1080p · HEVC · MKV');
	});
});

test('a_playlist_for_another_player_holds_one_title', () => {
	const title = { title: 'A\r\n#EXTM3U B', address: 'http://h/stream/t/file', durationMs: 90_400, startMs: 0 };
	expect(playlistFor(title)).toBe('#EXTM3U\n#EXTINF:90,A #EXTM3U B\nhttp://h/stream/t/file\n');
	expect(playlistFor({ ...title, startMs: 61_900 })).toContain('#EXTVLCOPT:start-time=61\n');
});

test('a_choice_survives_its_address', () => {
	const choice = { file: 'abc', audio: 2, subtitle: -1, quality: 720, start: 0 };
	expect(choiceOf(new URL(`http://x${watchAddress('id', choice)}`).searchParams)).toEqual(choice);
	expect(watchAddress('id', {})).toBe('/watch/id');
	expect(choiceOf(new URLSearchParams('audio=zero'))).toEqual({});
});
