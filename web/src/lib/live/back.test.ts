import { expect, test } from 'vitest';
import { untilBack, type Progress } from './back';

const away = (progress?: Progress) => () =>
	Promise.resolve(new Response(JSON.stringify({ status: 'restoring', ...(progress ? { progress } : {}) }), { status: 503 }));
const ready = () => Promise.resolve(new Response('{}'));
const silent = () => Promise.reject(new TypeError('no answer'));

async function check(answers: (() => Promise<Response>)[], seen: Progress[]): Promise<number> {
	const told: Progress[] = [];
	let n = 0;
	const look = () => (answers[n++] ?? ready)();
	await untilBack((progress) => told.push(progress), look, () => Promise.resolve());
	expect(told).toEqual(seen);
	return n;
}

test('a server is back once it was away', async () => {
	const some = { done: 1, total: 4 };
	expect(await check([ready, away(some), silent, away(), ready], [some])).toBe(5);
});

test('one that was too quick to be seen away is not waited for for ever', async () => {
	expect(await check([], [])).toBeLessThan(30);
});
