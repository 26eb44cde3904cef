import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CmgError, type Dataset } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import corpus, { digitsReader } from '../src/index.js';
import { describeDatasetReader } from '@cmg/core/testing';

const SMALL = {
  clips: { train: 60, val: 10, test: 20 },
  handwritings: { train: 4, val: 3, test: 3 },
  voices: { train: 3, val: 2, test: 2 },
};

await describeDatasetReader(digitsReader, { options: SMALL });

describe('digitsReader', () => {
  let cacheDir: string;
  let dataset: Dataset;
  const open = (options: Record<string, unknown>) => digitsReader.open(digitsReader.options.parse({ ...SMALL, ...options }), { cacheDir });
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

  it('is the default export, as of any data-set package', () => {
    expect(corpus).toBe(digitsReader);
  });

  it('keeps the names of what is cached: features described once are never described again', async () => {
    expect(dataset.fingerprint).toBe('53f9829b8d72d3a2');
    expect(await readdir(cacheDir)).toContain('digits-2c96362a80e268f7.safetensors');
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

  it("shows a scene of four digits with each clip, of which the mask holds the clip's own", async () => {
    const frames = await dataset.pictures!.frames('test', all('test'), 5);
    const masks = await dataset.pictures!.masks('test', all('test'), 5);
    expect(frames.shape).toEqual([20, 5, 56, 56, 1]);
    for (let i = 0; i < 100; i++) {
      const [pixels, mask] = [frames, masks].map(({ data }) => data.subarray(i * 3136, (i + 1) * 3136)) as [Uint8Array, Uint8Array];
      const quarters = (values: Uint8Array, above: number) =>
        [0, 28, 1568, 1596].filter((corner) => values.some((value, at) => value > above && isWithin(at, corner)));
      expect(quarters(pixels, 128)).toHaveLength(4);
      expect(quarters(mask, 0)).toHaveLength(1);
    }
    const first = (await dataset.pictures!.masks('test', [3], 2)).data;
    expect(first).toEqual(masks.data.subarray(15 * 3136, 17 * 3136));
    expect(first.subarray(0, 3136)).not.toEqual(first.subarray(3136));
  });

  it('gives segments back as sounds, frames and words: the word of a digit, a second of sound, louder where a voice speaks', async () => {
    const { segmentClasses } = await dataset.labels('test');
    const spoken = segmentClasses['audio']!.findIndex((label) => label >= 0);
    const written = segmentClasses['text']!.findIndex((label) => label >= 0);
    const media = (modality: string, place: number) => dataset.media!('test', modality, Math.floor(place / 10), place % 10);
    expect(await media('text', written)).toEqual({ kind: 'words', text: dataset.classes[segmentClasses['text']![written]!] });
    const frame = await media('video', 0);
    expect(frame?.kind === 'picture' && frame.pixels.shape).toEqual([56, 56, 1]);
    const sound = await media('audio', spoken);
    const samples = sound?.kind === 'sound' ? sound.samples : new Float32Array();
    expect(sound).toMatchObject({ kind: 'sound', sampleRate: 16000 });
    expect(samples).toHaveLength(99 * 160 + 400);
    const power = Array.from({ length: 16 }, (_, part) => mean(samples.subarray(part * 1000, (part + 1) * 1000).map((x) => x * x)));
    expect(Math.max(...power)).toBeGreaterThan(20 * Math.min(...power));
    await expect(dataset.media!('test', 'smell', 0, 0)).rejects.toThrow(/has no modality 'smell'/);
    await expect(dataset.media!('test', 'text', 0, 10)).rejects.toThrow(/clips have segments 0 to 9, not 10/);
  });

  it('marks every digit of a clip that has several', async () => {
    const several = await open({ events: 2, window: { min: 4, max: 5 }, overlap: 3 });
    const { segmentClasses } = await several.labels('test');
    const { data } = await several.pictures!.masks('test', all('test'), 1);
    for (const clip of all('test')) {
      const digits = new Set(segmentClasses['audio']!.subarray(clip * 10, clip * 10 + 10).filter((label) => label >= 0));
      const mask = data.subarray(clip * 3136, (clip + 1) * 3136);
      expect([0, 28, 1568, 1596].filter((corner) => mask.some((value, at) => value > 0 && isWithin(at, corner)))).toHaveLength(digits.size);
    }
  });

  it('gives the same word the same vector and the other digits another', async () => {
    const { segmentClasses } = await dataset.labels('train');
    const { data } = await dataset.read('train', 'text', all('train'));
    const vectors = new Map<number, Set<string>>();
    segmentClasses['text']!.forEach((digit, i) => {
      vectors.set(digit, (vectors.get(digit) ?? new Set()).add(data.subarray(i * 64, (i + 1) * 64).join()));
    });
    for (const digit of new Set(segmentClasses['text']!.filter((label) => label >= 0))) expect(vectors.get(digit)!.size).toBe(1);
    expect(vectors.get(-1)!.size).toBeGreaterThan(50);
  });

  it('draws a clip the same however many there are, and others from another seed', async () => {
    const more = await open({ clips: { train: 70, val: 10, test: 20 } });
    const other = await open({ seed: 1 });
    const labels = async (from: Dataset) => [...(await from.labels('train')).segmentClasses['audio']!.subarray(0, 300)];
    expect(await labels(more)).toEqual(await labels(dataset));
    expect(await labels(other)).not.toEqual(await labels(dataset));
    expect(new Set([dataset, more, other].map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  it('leaves a modality out of the share of clips that is asked for', async () => {
    const { segmentClasses } = await (await open({ unpaired: 1 })).labels('train');
    for (let clip = 0; clip < 60; clip++) {
      const has = ['audio', 'video', 'text'].filter((m) => segmentClasses[m]!.subarray(clip * 10, clip * 10 + 10).some((l) => l >= 0));
      expect(has).toHaveLength(2);
    }
  });

  it('holds several digits a clip where asked to, the first of which is its class', async () => {
    const { clipClasses, segmentClasses } = await (await open({ events: 2, window: { min: 4, max: 5 }, overlap: 3 })).labels('train');
    clipClasses.forEach((digit, clip) => {
      const heard = segmentClasses['audio']!.subarray(clip * 10, clip * 10 + 10);
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

/** Whether a pixel of a frame of 56 x 56 is in the quarter with this first pixel. */
function isWithin(at: number, corner: number): boolean {
  const [x, y] = [(at % 56) - (corner % 56), Math.floor(at / 56) - Math.floor(corner / 56)];
  return x >= 0 && x < 28 && y >= 0 && y < 28;
}

function mean(values: Float32Array): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function deviation(values: Float32Array): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);
}
