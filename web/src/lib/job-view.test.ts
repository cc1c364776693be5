import { expect, test } from 'vitest';
import { SHOWS, filterOf, hrefOf, isFiltered, viewOf } from './job-view';

const parse = (href: string) => viewOf(new URL(href, 'http://host').searchParams);

test('a_view_survives_its_address', () => {
	for (const show of SHOWS) {
		const view = { show, kind: 'scan_library', queue: 'high' };
		expect(parse(hrefOf(view))).toEqual(view);
	}
	expect(hrefOf({ show: 'all', kind: '', queue: '' })).toBe('/admin/jobs');
});

test('an_address_that_says_nonsense_shows_everything', () => {
	expect(parse('/admin/jobs?show=toString')).toEqual({ show: 'all', kind: '', queue: '' });
	expect(isFiltered(parse('/admin/jobs'))).toBe(false);
	expect(isFiltered(parse('/admin/jobs?queue=bulk'))).toBe(true);
});

test('a_filter_names_only_what_was_chosen', () => {
	expect(filterOf(parse('/admin/jobs?show=failed'))).toEqual({ state: 'discarded' });
	expect(filterOf(parse('/admin/jobs?show=waiting&queue=bulk'))).toEqual({ state: 'scheduled,available,retryable', queue: 'bulk' });
});
