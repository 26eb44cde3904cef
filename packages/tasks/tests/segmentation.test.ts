import { type Measures, type Pictures, Random } from '@cmg/core';
import { samplePictures } from '@cmg/core/testing';
import * as tf from '@tensorflow/tfjs';
import { decode } from 'fast-png';
import { cacheCodes, segmentation, transfer } from '../src/index.js';
import { type FakeData, fakeData } from './support/fake-cache.js';

const labels = (clips: number, seed: number) => Array.from({ length: clips }, (_, i) => new Random(seed).fork(i).integer(0, 4));
const LABELS: Readonly<Record<string, number[]>> = { train: labels(96, 1), test: labels(20, 2) };
const classOf = (split: string, clip: number) => LABELS[split]![clip]!;
const options = (more: Record<string, unknown> = {}) =>
  segmentation.options.parse({ levels: [16], width: 16, epochs: 40, batchSize: 16, learningRate: 1e-2, ...more });

let fake: FakeData;
/** The codes of sound and words tell the class; those of `wrong` tell the next one. */
beforeEach(() => {
  const base = fakeData({
    classes: ['a', 'b', 'c', 'd'],
    size: 8,
    segments: 4,
    modalities: ['audio', 'text', 'wrong'],
    labels: LABELS,
    code: (modality, split, clip, t) => 2 * ((classOf(split, clip) + (modality === 'wrong' ? 1 : 0)) % 4) + ((clip + t) % 2),
  });
  fake = { ...base, dataset: { ...base.dataset, pictures: samplePictures(classOf, { train: 1, test: 2 }) } };
});
afterEach(() => fake.dispose());

const source = (split: string, pictures: Pictures | undefined = fake.dataset.pictures) => ({
  dataset: { ...fake.dataset, ...(pictures && { pictures }) },
  split,
  modality: 'audio',
  codes: () => Promise.reject(new Error('not needed')),
});

test('the query decides: right where the codes tell the class, wrong where they tell another', async () => {
  const before = tf.memory().numTensors;
  const results = await transfer({ cache: cacheCodes(fake), task: segmentation, options: options(), from: 'audio', seed: 0 });
  const [audio, text, wrong] = results.map(({ measures }) => measures) as [Measures, Measures, Measures];
  for (const measures of [audio, text]) {
    expect(measures.primary).toBe('mIoU');
    expect(measures.scores['mIoU']).toBeGreaterThan(80);
    expect(measures.scores['F']).toBeGreaterThan(80);
  }
  expect(wrong.scores['mIoU']).toBeLessThan(15);
  // A mask of the whole frame holds the quarter that is asked for.
  expect(audio.chance).toBeCloseTo(25, 4);
  expect(tf.memory().numTensors).toBe(before);
}, 60_000);

test('keeps some frames with their masks, as pictures', async () => {
  const [result] = await transfer({
    cache: cacheCodes(fake),
    task: segmentation,
    options: options({ epochs: 1, overlays: 3 }),
    from: 'audio',
    to: ['text'],
    seed: 0,
  });
  const { overlays = [] } = result!.measures;
  expect(overlays).toHaveLength(3);
  for (const { clip, width, height, picture, truth, prediction } of overlays) {
    expect([width, height]).toEqual([8, 8]);
    const frame = (await fake.dataset.pictures!.frames('test', [clip], 1)).data;
    const mask = (await fake.dataset.pictures!.masks('test', [clip], 1)).data;
    expect(Uint8Array.from(decode(Buffer.from(picture, 'base64')).data)).toEqual(frame);
    expect(Uint8Array.from(decode(Buffer.from(truth, 'base64')).data)).toEqual(mask.map((value) => 255 * value));
    expect(decode(Buffer.from(prediction, 'base64')).data).toHaveLength(64);
  }
});

test('trains on the first frame or on all that have a mask, and measures on all that have one', async () => {
  const frames = async (split: string, more: Record<string, unknown>, masked: Pictures['masked']) => {
    const { shape } = await segmentation.inputs!(options(more), source(split, { ...fake.dataset.pictures!, masked }));
    expect((await segmentation.targets(options(more), source(split, { ...fake.dataset.pictures!, masked }))).shape).toEqual(
      shape.slice(0, 3),
    );
    return shape[0];
  };
  expect(await frames('train', {}, { train: 2, test: 2 })).toBe(1);
  expect(await frames('train', { supervise: 'all' }, { train: 2, test: 2 })).toBe(2);
  expect(await frames('train', { supervise: 'all' }, { train: 1, test: 2 })).toBe(1);
  expect(await frames('test', {}, { train: 1, test: 2 })).toBe(2);
});

test('frames are read as parts of white, masks as 0 and 1, in the order asked for', async () => {
  const inputs = await (await segmentation.inputs!(options(), source('test'))).read([7, 2]);
  const bytes = (await fake.dataset.pictures!.frames('test', [7, 2], 2)).data;
  expect(inputs).toEqual({ data: Float32Array.from(bytes, (value) => value * (1 / 255)), shape: [2, 2, 8, 8, 1] });
  const masks = await (await segmentation.targets(options(), source('test'))).read([7, 2]);
  expect(masks.shape).toEqual([2, 2, 8, 8]);
  expect(masks.data.reduce((a, b) => a + b, 0)).toBe(2 * 2 * 16);
});

test('data without pictures, or without masks in the split, is refused', async () => {
  const { pictures: _pictures, ...without } = fake.dataset;
  await expect(segmentation.targets(options(), { ...source('test'), dataset: without })).rejects.toThrow(
    "has no frames with masks in split 'test'",
  );
  await expect(segmentation.inputs!(options(), source('train', { ...fake.dataset.pictures!, masked: { test: 2 } }))).rejects.toThrow(
    "in split 'train'",
  );
});
