import { CmgError, type Extractor, type ModalityPlugin } from '@cmg/core';
import { writeFile } from 'node:fs/promises';
import { extractorsOf, openExtractor } from '../src/index.js';
import { loudest } from './support/fake-extractors.js';
import { temporaryFolder } from './support/temporary-folder.js';

const path = await temporaryFolder();

const plugin = { name: 'audio', extractors: [loudest, { ...loudest, name: 'other' }] } as unknown as ModalityPlugin;

describe('openExtractor', () => {
  it("opens the plugin's first by default, with all options spelt out", async () => {
    const { use, options, session } = await openExtractor(plugin);
    expect([use, options, session.featureShape]).toEqual(['loudest', { gain: 1 }, [2]]);
    expect((await openExtractor(plugin, { use: 'other', options: { gain: 3 } })).options).toEqual({ gain: 3 });
    expect(extractorsOf(plugin).names).toEqual(['loudest', 'other']);
  });

  it('refuses what is not there', async () => {
    await expect(openExtractor(plugin, { use: 'none' })).rejects.toThrow("unknown audio extractor 'none'\n  Known: loudest, other.");
    const wrong = openExtractor(plugin, { use: 'loudest', options: { gain: 'x', loud: 1 } });
    await expect(wrong).rejects.toMatchObject({ kind: 'usage', message: expect.stringMatching(/'loudest' of audio: gain: .*\n.*"loud"/) });
    await expect(openExtractor({ ...plugin, extractors: [] })).rejects.toThrow("'audio' has no extractor");
  });

  describe('of a package or a file', () => {
    const asked: [string, string][] = [];
    const load = async (specifier: string, base: string) => {
      asked.push([specifier, base]);
      if (!/[./@]/.test(specifier)) return undefined;
      if (specifier.includes('missing')) throw new CmgError('is not a file', { kind: 'usage', where: specifier });
      const file = specifier.startsWith('.') && { file: path((specifier.split('#')[0] as string).slice(2)) };
      return { component: { ...loudest, name: 'mine' } as unknown as Extractor, origin: { specifier, base }, ...file };
    };
    beforeEach(() => void (asked.length = 0));

    it('serves a modality that has no plugin, and remembers where it came from', async () => {
      await writeFile(path('mine.mjs'), 'one');
      const opened = await openExtractor({ name: 'imu' }, { use: './mine.mjs', options: { gain: 2 }, base: path() }, load);
      expect(opened).toMatchObject({ use: 'mine', options: { gain: 2 }, from: { specifier: './mine.mjs', base: path() } });
      const again = await openExtractor({ name: 'imu' }, { ...opened, base: '/elsewhere' }, load);
      expect(again).toMatchObject({ use: 'mine', options: { gain: 2 }, code: opened.code });
      expect(asked).toEqual([
        ['./mine.mjs', path()],
        ['./mine.mjs', path()],
      ]);
    });

    it('hashes the file, which may be edited, and not a package, which has a version', async () => {
      const code = async (use: string) => (await openExtractor(plugin, { use, base: path() }, load)).code;
      await writeFile(path('mine.mjs'), 'one');
      const before = await code('./mine.mjs');
      expect(await code('./mine.mjs#other')).toBe(before);
      await writeFile(path('mine.mjs'), 'two');
      expect(await code('./mine.mjs')).not.toBe(before);
      expect(await code('@me/extractors')).toBeUndefined();
    });

    it("prefers the plugin's own, and lists them where a bare name is that of nothing", async () => {
      expect(await openExtractor(plugin, { use: 'other' }, load)).toMatchObject({ use: 'other' });
      expect(asked).toEqual([]);
      await expect(openExtractor(plugin, { use: 'othr' }, load)).rejects.toThrow("audio extractor 'othr'\n  Known: loudest, other.");
      await expect(openExtractor(plugin, { use: './missing.mjs' }, load)).rejects.toThrow('./missing.mjs: is not a file');
    });
  });
});
