import { type Dataset, Random } from '@cmg/core';
import { linearProbe, SEVERAL_CLASSES } from '../src/classification/linear-probe.js';

const SPLITS = { trainSplit: 'train', validationSplit: 'val', testSplit: 'test' };

/** Clips of two segments of [2, 2] features: one tells the class by the mean of the segments, one is the same in all, two are noise. */
function dataset(noise: number, splits: Readonly<Record<string, number>> = { train: 60, val: 30, test: 40 }): Dataset {
  const classOf = (clip: number) => (clip * 7) % 2;
  const segment = (random: Random, clip: number, t: number) => [
    random.normal(0, 1),
    1000 + (t === 0 ? 3 * classOf(clip) : -classOf(clip)) + random.normal(0, noise),
    7,
    random.normal(0, 1),
  ];
  const part: Partial<Dataset> = {
    segments: 2,
    classes: ['a', 'b'],
    splits,
    featureShapes: { audio: [2, 2] },
    async read(split, _, rows) {
      const values = Array.from(rows, (clip) => {
        const random = new Random(1).fork(split, clip);
        return [...segment(random, clip, 0), ...segment(random, clip, 1)];
      });
      return { data: Float32Array.from(values.flat()), shape: [rows.length, 2, 2, 2] };
    },
    async labels(split) {
      return { clipClasses: Int32Array.from({ length: splits[split] ?? 0 }, (_, clip) => classOf(clip)), segmentClasses: {} };
    },
  };
  return part as Dataset;
}

test('finds classes that a line through the means of segments tells apart, whatever their scale', async () => {
  expect(await linearProbe(dataset(0), 'audio', SPLITS)).toBe(100);
});

test('a validation split without labels chooses nothing', async () => {
  const half = { ...dataset(0), labelledSplits: ['train', 'test'] };
  const labels = (split: string) => (split === 'val' ? Promise.reject(new Error('no labels')) : dataset(0).labels(split));
  expect(await linearProbe({ ...half, labels }, 'audio', SPLITS)).toBe(100);
});

test('a single class is always found', async () => {
  const data = { ...dataset(0), classes: ['a'], labels: async () => ({ clipClasses: new Int32Array(60), segmentClasses: {} }) };
  expect(await linearProbe({ ...data, splits: { train: 60, test: 60 } }, 'audio', SPLITS)).toBe(100);
});

test('finds nothing where nothing is', async () => {
  const accuracy = await linearProbe(dataset(1000), 'audio', SPLITS);
  expect(accuracy).toBeGreaterThan(25);
  expect(accuracy).toBeLessThan(75);
});

test('needs no validation split', async () => {
  expect(await linearProbe(dataset(0, { train: 60, test: 40 }), 'audio', SPLITS)).toBe(100);
});

test('of clips that show several classes it is the mean average precision, of each modality its own classes', async () => {
  const one = dataset(0);
  const several = (segments: (clip: number) => number[]): Dataset => ({
    ...one,
    async labels(split) {
      const clips = Array.from({ length: one.splits[split] ?? 0 }, (_, clip) => clip);
      return { clipClasses: new Int32Array(clips.length), segmentClasses: { audio: Int32Array.from(clips.flatMap(segments)) } };
    },
  });
  expect(
    await linearProbe(
      several((clip) => [0, (clip * 7) % 2]),
      'audio',
      SPLITS,
      SEVERAL_CLASSES,
    ),
  ).toBe(100);
  // What features do not tell: half of the clips show b.
  const score = await linearProbe(
    several((clip) => [0, new Random(9).fork(clip).integer(0, 2)]),
    'audio',
    SPLITS,
    SEVERAL_CLASSES,
  );
  expect(score).toBeGreaterThan(65);
  expect(score).toBeLessThan(90);
});
