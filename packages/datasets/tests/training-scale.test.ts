import type { Dataset } from '@cmg/core';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyScale, trainingScale } from '../src/scale/training-scale.js';

/** Clips of one segment, by split. */
function datasetOf(
  clips: Readonly<Record<string, readonly (readonly number[])[]>>,
  featureShape: readonly number[],
  more: Partial<Dataset> = {},
): Dataset {
  return {
    segments: 1,
    classes: [],
    splits: Object.fromEntries(Object.entries(clips).map(([split, content]) => [split, content.length])),
    featureShapes: { audio: featureShape },
    fingerprint: 'f',
    async read(split, _, rows) {
      return { data: Float32Array.from(Array.from(rows).flatMap((row) => clips[split]![row]!)), shape: [rows.length, 1, ...featureShape] };
    },
    labels: () => Promise.reject(new Error('no labels')),
    close: () => Promise.resolve(),
    ...more,
  };
}

describe('trainingScale', () => {
  let cacheDir: string;
  const scaleOf = (dataset: Dataset, centreMaps = true) =>
    trainingScale(dataset, 'audio', { cacheDir, centreMaps, onProgress: () => undefined });
  beforeEach(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'cmg-scale-'));
  });
  afterEach(() => rm(cacheDir, { recursive: true }));

  it('standardises vectors column by column, by the training clips alone; a column that hardly varies is not blown up', async () => {
    const dataset = datasetOf(
      {
        test: [[9, 9, 9]],
        train: [
          [1, 0, 5],
          [3, 8, 5],
        ],
      },
      [3],
    );
    const scale = await scaleOf(dataset);
    // Deviations 1, 4 and 0: the third counts as a tenth of sqrt(17 / 3).
    const third = 10 / Math.sqrt(17 / 3);
    expect([[...scale.shift], [...scale.factor]]).toEqual([
      [2, 4, 5],
      [1, 0.25, expect.closeTo(third, 5)],
    ]);
    expect([...applyScale(Float32Array.of(1, 8, 5, 4, 0, 7), scale)]).toEqual([-1, 1, 0, 2, -1, expect.closeTo(2 * third, 5)]);
  });

  it('leaves vectors of which no value varies as large as they are', async () => {
    const scale = await scaleOf(
      datasetOf(
        {
          train: [
            [3, 5],
            [3, 5],
          ],
        },
        [2],
      ),
    );
    expect([[...scale.shift], [...scale.factor]]).toEqual([
      [3, 5],
      [1, 1],
    ]);
  });

  const maps = datasetOf(
    {
      train: [
        [0, 0, 5, 8],
        [8, 8, 5, 8],
      ],
    },
    [2, 2, 1],
  );

  it('centres each value of maps, and divides all by their common deviation', async () => {
    const scale = await scaleOf(maps);
    expect([...scale.shift]).toEqual([4, 4, 5, 8]);
    // Two of four values deviate by 4.
    expect([...scale.factor]).toEqual([expect.closeTo(1 / Math.sqrt(8), 6)]);
    expect([...applyScale(Float32Array.of(4, 8, 5, 0), { ...scale, factor: Float32Array.of(0.5) })]).toEqual([0, 2, 0, -4]);
  });

  it('otherwise leaves 0 where it is, and divides maps by the deviation of all values', async () => {
    const plain = datasetOf(
      {
        train: [
          [0, 0, 0, 8],
          [8, 8, 8, 0],
        ],
      },
      [2, 2, 1],
    );
    expect([...applyScale(Float32Array.of(0, 4, 8, 12), await scaleOf(plain, false))]).toEqual([0, 1, 2, 3]);
  });

  it('takes the first split that has the modality where there is no training split', async () => {
    const dataset = datasetOf({ seen: [[100]], heard: [[1], [5]] }, [1], { splitModalities: { seen: ['video'], heard: ['audio'] } });
    expect([...(await scaleOf(dataset)).shift]).toEqual([3]);
  });

  it('reads a few clips at a time, once: the scale is cached, and made again where the file is damaged', async () => {
    const segments = 2 ** 21;
    const reads: number[] = [];
    const large: Dataset = {
      ...datasetOf({}, [1]),
      segments,
      splits: { train: 5 },
      async read(_split, _modality, rows) {
        reads.push(rows.length);
        return { data: new Float32Array(rows.length * segments), shape: [rows.length, segments, 1] };
      },
    };
    const first = await scaleOf(large);
    expect(reads).toEqual([2, 2, 1]);
    expect(await scaleOf(large)).toEqual(first);
    expect(reads).toHaveLength(3);
    const [file] = await readdir(cacheDir);
    await writeFile(join(cacheDir, file!), 'not what it was');
    await scaleOf(large);
    expect(reads).toHaveLength(6);
  });

  it('refuses features that are not finite', async () => {
    for (const value of [NaN, Infinity]) {
      await expect(scaleOf(datasetOf({ train: [[1], [value]] }, [1]))).rejects.toThrow(
        /audio in split 'train' are not all finite[\s\S]*data check/,
      );
    }
  });
});
