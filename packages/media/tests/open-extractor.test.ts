import type { ModalityPlugin } from '@cmg/core';
import { extractorsOf, openExtractor } from '../src/index.js';
import { loudest } from './support/fake-extractors.js';

const plugin = { name: 'audio', extractors: [loudest, { ...loudest, name: 'other' }] } as unknown as ModalityPlugin;

describe('openExtractor', () => {
  it("opens the plugin's first by default, with all options spelt out", async () => {
    const { use, options, session } = await openExtractor(plugin);
    expect([use, options, session.featureShape]).toEqual(['loudest', { gain: 1 }, [2]]);
    expect((await openExtractor(plugin, { use: 'other', options: { gain: 3 } })).options).toEqual({ gain: 3 });
    expect(extractorsOf(plugin).names).toEqual(['loudest', 'other']);
  });

  it('refuses what is not there', async () => {
    await expect(openExtractor(plugin, { use: 'none' })).rejects.toThrow("no extractor of audio named 'none'\n  Known: loudest, other.");
    const wrong = openExtractor(plugin, { use: 'loudest', options: { gain: 'x', loud: 1 } });
    await expect(wrong).rejects.toMatchObject({ kind: 'usage', message: expect.stringMatching(/'loudest' of audio: gain: .*\n.*"loud"/) });
    await expect(openExtractor({ ...plugin, extractors: [] })).rejects.toThrow("'audio' has no extractor");
  });
});
