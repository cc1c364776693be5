import { expect, test } from 'vitest';
import { gainOf } from './loudness';

const tagged = (track: number | null, peak: number | null, album: number | null = null) => ({
	track_gain_db: track,
	track_peak: peak,
	album_gain_db: album,
	album_peak: null
});

test('two albums ten decibels apart come out as loud as each other', () => {
	const [loud, quiet] = [gainOf(tagged(-7, 0.99)), gainOf(tagged(3, 0.3))];
	expect(20 * Math.log10(quiet / loud)).toBeCloseTo(10, 5);
});

test('what nobody has measured is left alone', () => {
	expect(gainOf(null)).toBe(1);
	expect(gainOf(tagged(null, 0.5))).toBe(1);
});

test('the gain of the album stands in for the track', () => {
	expect(gainOf(tagged(null, null, -6.0206))).toBeCloseTo(0.5, 4);
});

test('no sample is turned up beyond full scale', () => {
	expect(gainOf(tagged(12, 0.8))).toBeCloseTo(1.25, 5);
});

test('within an album its own gain comes first, so that a quiet track stays quiet', () => {
	const quiet = tagged(6.0206, null, -6.0206);
	expect(gainOf(quiet, true)).toBeCloseTo(0.5, 4);
	expect(gainOf(quiet)).toBeCloseTo(2, 4);
	expect(gainOf(tagged(-6.0206, null), true)).toBeCloseTo(0.5, 4);
});
