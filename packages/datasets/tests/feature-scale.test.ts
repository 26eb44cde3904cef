import type { Use } from '@cmg/core';
import { audioPlugin } from '@cmg/modality-audio';
import { openExtractor } from '@cmg/media';
import { textPlugin } from '@cmg/modality-text';
import { videoPlugin } from '@cmg/modality-video';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FeatureScale } from '../src/digits/feature-scale.js';
import { ByteRows, FloatRows } from '../src/digits/feature-rows.js';
import { digitsReader } from '../src/index.js';

describe('FeatureScale', () => {
  // Columns of sound: 1, 3 (mean 2, deviation 1) and 0, 8 (mean 4, deviation 4), the rest 0; all values of frames: 0 or 51.
  const sound = new Float32Array(256);
  sound.set([1, 0]);
  sound.set([3, 8], 128);
  const train = { audio: new FloatRows(sound, 128), video: new ByteRows(Uint8Array.of(0, 255), Float32Array.of(0.2)) };
  const scale = FeatureScale.ofTraining(train, { audio: Int32Array.of(0, 1), video: Int32Array.of(0), text: Int32Array.of() });

  it('standardises sound value by value, divides frames by their deviation and leaves words', () => {
    const audio = new Float32Array(128);
    audio.set([4, 12]);
    expect([...scale.values('audio', audio)].slice(0, 3)).toEqual([2, 2, 0]);
    expect(scale.values('video', Float32Array.of(51, 0))[0]).toBeCloseTo(2, 5); // deviation 25.5
    expect([...scale.values('text', Float32Array.of(7))]).toEqual([7]);
  });

  it('does the same to pools', () => {
    const { audio, video } = scale.pools(train);
    expect([...audio.data.subarray(0, 2)]).toEqual([-1, -1]);
    const row = new Float32Array(2);
    video.copy(0, row, 0);
    expect(row[1]).toBeCloseTo(2, 5);
  });
});

describe('digits as a target for other media', () => {
  it('names extractors whose features have the shape of its own, and brings words to its own features', async () => {
    const cacheDir = await mkdtemp(join(tmpdir(), 'cmg-digits-'));
    const options = { clips: { train: 4, val: 1, test: 1 }, handwritings: { train: 3, val: 3, test: 3 }, voices: { train: 1, val: 1, test: 1 } };
    const digits = await digitsReader.open(digitsReader.options.parse(options) as never, { cacheDir });
    for (const plugin of [audioPlugin, videoPlugin, textPlugin]) {
      const { session } = await openExtractor(plugin, digits.extractors![plugin.name] as Use);
      expect(session.featureShape).toEqual(digits.featureShapes[plugin.name]);
      session.dispose();
    }
    const { session } = await openExtractor(textPlugin, digits.extractors!['text'] as Use);
    const seven = digits.normalise!('text', await session.extract({ kind: 'text', text: 'Seven' }));
    const { data } = await digits.read('train', 'text', [0, 1, 2, 3]);
    const { segments } = await digits.labels('train');
    // The word of a clip is the digit of its label.
    const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    const at = segments['text']!.findIndex((label) => label >= 0);
    const named = await session.extract({ kind: 'text', text: words[segments['text']![at]!]! });
    expect([...data.subarray(at * 64, (at + 1) * 64)]).toEqual([...digits.normalise!('text', named)]);
    expect(seven.length).toBe(64);
    await digits.close();
    await rm(cacheDir, { recursive: true });
  });
});
