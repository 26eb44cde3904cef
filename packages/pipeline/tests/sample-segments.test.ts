import type { PerModality } from '@cmg/core';
import { sampleDataset } from '@cmg/core/testing';
import * as tf from '@tensorflow/tfjs';
import { sampleSegments } from '../src/segments/sample-segments.js';

/** z is the number of the segment's class and its negative: the feature of the sample. */
const model = { width: 2, semantic: (_: string, x: tf.Tensor) => tf.concat([x, tf.neg(x)], 2) } as unknown as Parameters<
  typeof sampleSegments
>[0];

const splits = (segmentClasses: PerModality<Int32Array> = {}, split = 'test') =>
  ['audio', 'text'].map((modality) => ({ modality, split, labels: segmentClasses[modality] }));

test('segments of each class and of background, with their features', async () => {
  const dataset = sampleDataset();
  const sample = await sampleSegments(model, dataset, splits((await dataset.labels('test')).segmentClasses));
  expect(new Set(sample.classes)).toEqual(new Set([-1, 0, 1, 2, 3]));
  expect(sample.modalities.filter((name) => name === 'text')).toHaveLength(65);
  expect(sample.semantic).toEqual(sample.classes.map((label) => [label + 1, 0 - (label + 1)]));
});

test('what is there in plenty is taken as often as what is rare', async () => {
  const dataset = { ...sampleDataset(), splits: { test: 5000 } };
  const segmentClasses = { audio: new Int32Array(25_000).fill(-1).fill(2, 0, 12_500), text: new Int32Array(25_000).fill(-1) };
  const read = async (_: string, __: string, rows: ArrayLike<number>) => ({
    data: new Float32Array(rows.length * 5),
    shape: [rows.length, 5, 1],
  });
  const sample = await sampleSegments(model, { ...dataset, read }, splits(segmentClasses));
  const count = (modality: string, label: number) =>
    sample.classes.filter((c, i) => c === label && sample.modalities[i] === modality).length;
  expect([count('audio', -1), count('audio', 2), count('text', -1)]).toEqual([225, 225, 450]);
});

test('the same each time, and without labels too', async () => {
  const dataset = sampleDataset();
  const sample = await sampleSegments(model, dataset, splits());
  expect(sample.classes.every((label) => label === -1)).toBe(true);
  expect(await sampleSegments(model, dataset, splits())).toEqual(sample);
});

test('each modality of its own split', async () => {
  const dataset = sampleDataset();
  const [audio, text] = await Promise.all(['test', 'val'].map(async (split) => (await dataset.labels(split)).segmentClasses));
  const both = [...splits(audio).slice(0, 1), ...splits(text, 'val').slice(1)];
  const sample = await sampleSegments(model, dataset, both);
  expect([...new Set(sample.modalities)]).toEqual(['audio', 'text']);
  expect(sample.semantic).toEqual(sample.classes.map((label) => [label + 1, 0 - (label + 1)]));
});
