import type { Dataset, SegmentMedia } from '@cmg/core';
import { sampleDataset } from '@cmg/core/testing';
import { codeExamples } from '../src/segments/code-examples.js';

/** One clip of four segments in each modality. */
const set = (modality: string, indices: readonly number[]) => ({
  split: 'test',
  modality,
  clips: 1,
  segments: 4,
  levels: 1,
  size: 6,
  indices: Int32Array.from(indices),
});

const CODES = [
  { codes: set('audio', [0, 0, 1, 2]), labels: Int32Array.of(0, 0, 1, -1) },
  { codes: set('text', [5, 0, 1, 3]), labels: Int32Array.of(-1, 0, 1, -1) },
];
/** Codes 0 and 1 stand for a class each, code 5 for background. */
const COUNTS = [
  [3, 0, 0],
  [0, 2, 0],
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 0],
  [0, 0, 1],
];

const withMedia = (media: (modality: string, segment: number) => SegmentMedia | undefined): Dataset => ({
  ...sampleDataset(),
  media: async (_, modality, __, segment) => media(modality, segment),
});

const SOUND: SegmentMedia = { kind: 'sound', samples: new Float32Array(800).fill(0.5), sampleRate: 16000 };

test('one segment of each modality of the codes that they share, the most evenly used first', async () => {
  const dataset = withMedia((modality, t) => (modality === 'audio' ? SOUND : { kind: 'words', text: ['a', 'b', 'c', 'd'][t]! }));
  const found = await codeExamples(dataset, CODES, COUNTS);
  expect(found.map(({ code }) => code)).toEqual([0, 1]);
  expect(found[1]?.segments.map(({ modality, segment, class: label }) => [modality, segment, label])).toEqual([
    ['audio', 2, 1],
    ['text', 2, 1],
  ]);
  expect(found[1]?.segments[1]?.media).toEqual({ kind: 'words', before: 'a b', text: 'c', after: 'd' });
  const sound = found[1]?.segments[0]?.media;
  expect(
    Buffer.from(sound?.kind === 'sound' ? sound.wav : '', 'base64')
      .subarray(0, 12)
      .toString('latin1'),
  ).toMatch(/^RIFF....WAVE$/s);
});

test('of codes with the same main class only the most evenly used', async () => {
  const counts = COUNTS.map(() => [1, 0, 0]);
  const found = await codeExamples(
    withMedia(() => SOUND),
    CODES,
    counts,
  );
  expect(found).toHaveLength(1);
});

test('a code needs media of two modalities, and a data set media at all', async () => {
  const dataset = withMedia((modality) => (modality === 'audio' ? SOUND : undefined));
  expect(await codeExamples(dataset, CODES, COUNTS)).toEqual([]);
  expect(await codeExamples(sampleDataset(), CODES, COUNTS)).toEqual([]);
});
