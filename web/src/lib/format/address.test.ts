import { expect, test } from 'vitest';
import { addresses } from './address';

const hosts = ['revenge.local', '192.168.1.20', '[fd00::2]'];

test('this machine is opened by its address, or by its name', () => {
	for (const hostname of ['localhost', '127.0.0.1', '[::1]']) {
		expect(addresses({ protocol: 'http:', hostname, port: '8096' }, hosts)).toEqual([
			'http://192.168.1.20:8096',
			'http://[fd00::2]:8096',
			'http://revenge.local:8096'
		]);
	}
	expect(addresses({ protocol: 'http:', hostname: 'localhost', port: '8096' }, [])).toEqual([]);
});

test('what leads here already goes first, with the path of the UI', () => {
	const here = { protocol: 'https:', hostname: 'media.example', port: '' };
	expect(addresses(here, hosts, '/revenge')[0]).toBe('https://media.example/revenge');
	expect(addresses({ ...here, hostname: '192.168.1.20' }, hosts)).toHaveLength(3);
});
