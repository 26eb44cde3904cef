import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CmgError, type Dataset } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { digitsReader, type DigitsOptions } from '../src/index.js';
import { describeDatasetReader } from './support/describe-dataset-reader.js';

const SMALL = {
  clips: { train: 60, val: 10, test: 20 },
  handwritings: { train: 4, val: 3, test: 3 },
  voices: { train: 3, val: 2, test: 2 },
};

describeDatasetReader(digitsReader, SMALL);

describe('digitsReader', () => {
  let cacheDir: string;
  let dataset: Dataset;
  const open = (options: Record<string, unknown>) =>
    digitsReader.open(digitsReader.options.parse({ ...SMALL, ...options }) as DigitsOptions, { cacheDir });
  const all = (split: string) => Array.from({ length: dataset.splits[split]! }, (_, i) => i);

  beforeAll(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'cmg-digits-'));
    dataset = await open({});
  });
  afterAll(() => rm(cacheDir, { recursive: true, force: true }));

  it('has ten segments of 128 sound, 7x7x64 frame and 64 word features', () => {
    expect(dataset.segments).toBe(10);
    expect(dataset.featureShapes).toEqual({ audio: [128], video: [7, 7, 64], text: [64] });
    expect(dataset.splits).toEqual(SMALL.clips);
    expect(dataset.classes[7]).toBe('seven');
  });

  it('normalises by the training clips: sound by value, frames as a whole', async () => {
    const sound = (await dataset.read('train', 'audio', all('train'))).data;
    for (const column of [0, 77]) {
      const values = sound.filter((_, i) => i % 128 === column);
      expect(mean(values)).toBeCloseTo(0, 4);
      expect(deviation(values)).toBeCloseTo(1, 4);
    }
    expect(deviation((await dataset.read('train', 'video', all('train'))).data)).toBeCloseTo(1, 4);
    const raw = await open({ normalise: false });
    expect(mean((await raw.read('train', 'audio', [0])).data)).toBeLessThan(-20);
  });

  it('marks the digit in exactly those frames whose label is one', async () => {
    const { segments } = await dataset.labels('test');
    const { data, shape } = await dataset.pictures!.masks('test', all('test'), 10);
    const pixels = shape[2]! * shape[3]!;
    for (let i = 0; i < segments['video']!.length; i++) {
      const marked = data.subarray(i * pixels, (i + 1) * pixels).some((value) => value === 1);
      expect(marked).toBe(segments['video']![i]! >= 0);
    }
  });

  it('gives the same word the same vector and the other digits another', async () => {
    const { segments } = await dataset.labels('train');
    const { data } = await dataset.read('train', 'text', all('train'));
    const vectors = new Map<number, Set<string>>();
    segments['text']!.forEach((digit, i) => {
      vectors.set(digit, (vectors.get(digit) ?? new Set()).add(data.subarray(i * 64, (i + 1) * 64).join()));
    });
    for (const digit of new Set(segments['text']!.filter((label) => label >= 0))) expect(vectors.get(digit)!.size).toBe(1);
    expect(vectors.get(-1)!.size).toBeGreaterThan(50);
  });

  it('draws a clip the same however many there are, and others from another seed', async () => {
    const more = await open({ clips: { train: 70, val: 10, test: 20 } });
    const other = await open({ seed: 1 });
    const labels = async (from: Dataset) => [...(await from.labels('train')).segments['audio']!.subarray(0, 300)];
    expect(await labels(more)).toEqual(await labels(dataset));
    expect(await labels(other)).not.toEqual(await labels(dataset));
    expect(new Set([dataset, more, other].map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  it('leaves a modality out of the share of clips that is asked for', async () => {
    const { segments } = await (await open({ unpaired: 1 })).labels('train');
    for (let clip = 0; clip < 60; clip++) {
      const has = ['audio', 'video', 'text'].filter((m) => segments[m]!.subarray(clip * 10, clip * 10 + 10).some((l) => l >= 0));
      expect(has).toHaveLength(2);
    }
  });

  it('holds several digits a clip where asked to, the first of which is its class', async () => {
    const { clips, segments } = await (await open({ events: 2, window: { min: 4, max: 5 }, overlap: 3 })).labels('train');
    clips.forEach((digit, clip) => {
      const heard = segments['audio']!.subarray(clip * 10, clip * 10 + 10);
      expect(heard.find((label) => label >= 0)).toBe(digit);
      expect(heard.filter((label) => label >= 0).length).toBeGreaterThanOrEqual(8);
    });
  });

  it('says which windows do not fit', async () => {
    await expect(open({ events: 3 })).rejects.toThrow(/window.min: an event of 4 segments does not fit the 3/);
    await expect(open({ window: { min: 4, max: 4 }, overlap: 4 })).rejects.toThrow(/overlap: windows of 4 to 4 of 10/);
    await expect(open({ events: 2, overlap: 6 })).rejects.toThrow(CmgError);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await (await open({ seed: 2 })).read('train', 'video', [0]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

function mean(values: Float32Array): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function deviation(values: Float32Array): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);
}
