import { type Dataset, Random } from '@cmg/core';
import { linearProbe } from '../src/classification/linear-probe.js';

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

test('finds nothing where nothing is', async () => {
  const accuracy = await linearProbe(dataset(1000), 'audio', SPLITS);
  expect(accuracy).toBeGreaterThan(25);
  expect(accuracy).toBeLessThan(75);
});

test('needs no validation split', async () => {
  expect(await linearProbe(dataset(0, { train: 60, test: 40 }), 'audio', SPLITS)).toBe(100);
});
