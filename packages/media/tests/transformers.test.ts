import { cp, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Extractor, Frames, MediaKind } from '@cmg/core';
import { describeExtractor } from '@cmg/core/testing';
import { env } from '@huggingface/transformers';
import { audioTransformers, textTransformers, videoTransformers } from '../src/index.js';
import { loadTransformers } from '../src/transformers/load-transformers.js';
import { temporaryFolder } from './support/temporary-folder.js';

const path = await temporaryFolder();
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const expected = JSON.parse(await readFile(fixture('expected.json'), 'utf8')) as {
  bert: { text: string; features: number[][] };
  vit: { features: number[][][] };
  wav2vec2: { features: number[] };
};
const open = <Options, Kind extends MediaKind>(extractor: Extractor<Options, Kind>, options: object) =>
  extractor.open(extractor.options.parse(options));
const text = (options: object) => open(textTransformers, options);

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}
const expectAll = (actual: Float32Array, numbers: readonly number[]) => {
  expect(actual.length).toBe(numbers.length);
  numbers.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 5));
};

describeExtractor(textTransformers, { options: { model: fixture('bert') } });
describeExtractor(videoTransformers, { options: { model: fixture('vit'), side: 8 } });
describeExtractor(audioTransformers, { options: { model: fixture('wav2vec2') } });

describe('extractors of transformers.js', () => {
  it('give a vector for each token of a text, without the special ones', async () => {
    const session = await text({ model: fixture('bert') });
    expect(session.featureShape).toEqual([6]);
    expectAll(await session.extract({ kind: 'text', text: expected.bert.text }), expected.bert.features.flat());
    // Unknown words count, and a text that is longer than the model allows (8 tokens) is cut.
    expect((await session.extract({ kind: 'text', text: 'dog xylophone' })).length).toBe(2 * 6);
    expect((await session.extract({ kind: 'text', text: 'dog '.repeat(20) })).length).toBeLessThanOrEqual(8 * 6);
    session.dispose();
  });

  it('give the mean vector of a text', async () => {
    const session = await text({ model: fixture('bert'), pooling: 'mean' });
    const { features } = expected.bert;
    const mean = features[0]!.map((_, i) => features.reduce((sum, row) => sum + row[i]!, 0) / features.length);
    expectAll(await session.extract({ kind: 'text', text: expected.bert.text }), mean);
    session.dispose();
  });

  it('give the mean grid of patches of frames', async () => {
    const session = await open(videoTransformers, { model: fixture('vit'), side: 8, frames: 2 });
    const data = Uint8Array.from(
      { length: 2 * 192 },
      (_, i) => 31 * (Math.floor(i / 24) % 8) + 17 * (Math.floor(i / 3) % 8) + 80 * (i % 3) + 5 * Math.floor(i / 192),
    );
    const segments = once<Frames>({ data, shape: [2, 8, 8, 3] });
    expect(session.featureShape).toEqual([4, 4, 4]);
    expectAll(await session.extract({ kind: 'video', segments }), expected.vit.features.flat(2));
    session.dispose();
  });

  it("give the mean of a second's frames of sound, at the model's sample rate", async () => {
    const session = await open(audioTransformers, { model: fixture('wav2vec2') });
    expect(session.format).toEqual({ kind: 'audio', sampleRate: 16000 });
    const samples = Float32Array.from({ length: 16000 }, (_, i) => Math.sin(i ** 1.2 / 50));
    expectAll(await session.extract({ kind: 'audio', segments: once(samples) }), expected.wav2vec2.features);
    session.dispose();
  });

  it('know the content of a folder, wherever it lies', async () => {
    const fingerprint = async (model: string) => {
      const session = await text({ model });
      session.dispose();
      return session.fingerprint;
    };
    await cp(fixture('bert'), path('copy'), { recursive: true });
    expect(await fingerprint(path('copy'))).toBe(await fingerprint(fixture('bert')));
  });

  it('say what is wrong with the options', async () => {
    await expect(text({})).rejects.toMatchObject({ kind: 'usage', message: expect.stringContaining("needs the option 'model'") });
    await expect(text({ model: fixture('bert'), class: 'Nothing' })).rejects.toThrow("no model class 'Nothing'");
    await expect(text({ model: fixture('bert'), output: 'x' })).rejects.toThrow("has no output 'x'\n  It has last_hidden_state");
    await expect(text({ model: fixture('bert'), dtype: 'q8' })).rejects.toThrow(
      /bert: the model cannot be loaded: [^]*of the requested dtype/,
    );
  });

  it('say that the hub is out of reach', async () => {
    const { fetch } = env;
    env.fetch = () => Promise.reject(new TypeError('fetch failed'));
    try {
      await expect(text({ model: 'nobody/nothing' })).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringMatching(/^nobody\/nothing: the model cannot be loaded: fetch failed\n.*Without a network/),
      });
    } finally {
      env.fetch = fetch;
    }
  });

  it('say how to install transformers.js where it is missing', async () => {
    const missing = loadTransformers(() => Promise.reject(new Error("Cannot find package '@huggingface/transformers'")));
    await expect(missing).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('npm install @huggingface/transformers'),
    });
  });
});
