import { writeFile } from 'node:fs/promises';
import { decodeMedia } from '../src/index.js';
import { encodeWav, sine } from './support/encode-wav.js';
import { collect } from './support/collect.js';
import { temporaryFolder } from './support/temporary-folder.js';

const path = await temporaryFolder();

describe('decodeMedia', () => {
  it('takes a text as it is, or from a file', async () => {
    expect(await decodeMedia(' A dog. ', { kind: 'text' })).toEqual({ kind: 'text', text: 'A dog.' });
    await writeFile(path('a.txt'), 'Two\ndogs\n');
    expect(await decodeMedia(path('a.txt'), { kind: 'text' })).toEqual({ kind: 'text', text: 'Two\ndogs' });
    await writeFile(path('none.txt'), ' \n');
    await expect(decodeMedia(path('none.txt'), { kind: 'text' })).rejects.toThrow(`${path('none.txt')}: contains no text`);
    await expect(decodeMedia(path('missing.txt'), { kind: 'text' })).rejects.toThrow(`${path('missing.txt')}: is missing`);
  });

  it('opens sound, and names a file that is not there', async () => {
    await writeFile(path('a.wav'), encodeWav(sine(100, 1)));
    const { kind, segments } = await decodeMedia<'audio'>(path('a.wav'), { kind: 'audio', sampleRate: 16000 });
    expect([kind, (await collect(segments)).length]).toEqual(['audio', 1]);
    await expect(decodeMedia(path('missing.wav'), { kind: 'audio', sampleRate: 16000 })).rejects.toThrow(
      `${path('missing.wav')}: is missing`,
    );
  });

  it('leaves a file of any other kind as it is', async () => {
    await writeFile(path('a.bin'), 'abc');
    const media = await decodeMedia<'file'>(path('a.bin'), { kind: 'file' }, { onset: 2 });
    expect(media).toMatchObject({ kind: 'file', path: path('a.bin'), onset: 2, offset: Infinity });
    expect(Buffer.from(await media.bytes()).toString()).toBe('abc');
    await expect(decodeMedia(path('missing.bin'), { kind: 'file' })).rejects.toThrow(`${path('missing.bin')}: is missing`);
  });
});
