import { expect, test } from 'vitest';
import { CueShifter } from './text';

test('a_shift_counts_from_where_the_file_has_a_cue', () => {
	const cues = [
		{ startTime: 1, endTime: 2 },
		{ startTime: 10, endTime: 12.5 }
	];
	const shifter = new CueShifter();
	for (const [ms, starts] of [
		[250, [1.25, 10.25]],
		[-1500, [0, 8.5]],
		[0, [1, 10]]
	] as const) {
		shifter.ms = ms;
		shifter.apply(cues);
		expect(cues.map((c) => c.startTime)).toEqual(starts);
	}
	expect(cues[1]?.endTime).toBe(12.5);
	shifter.apply(null);
});
