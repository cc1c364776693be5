import { expect, it } from 'vitest';
import { masterSound, soundOf } from './playlist';

it('finds the sound and its segments', () => {
	const master = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="fLaC"\naudio-0/index.m3u8\n';
	const found = masterSound(master, 'http://x/stream/t/master.m3u8');
	expect(found).toEqual({ url: 'http://x/stream/t/audio-0/index.m3u8', codec: 'fLaC' });
	const text = '#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:6.000000,\n0.m4s\n#EXTINF:1.500000,\n1.m4s\n#EXT-X-ENDLIST\n';
	const sound = soundOf(text, found.url, found.codec);
	expect(sound.type).toBe('audio/mp4; codecs="fLaC"');
	expect(sound.init).toBe('http://x/stream/t/audio-0/init.mp4');
	expect(sound.segments[1]).toEqual({ url: 'http://x/stream/t/audio-0/1.m4s', start: 6, end: 7.5 });
	expect(() => masterSound('#EXTM3U\n', 'http://x/')).toThrow();
});
