import { CmgError, type Dataset } from '@cmg/core';
import { mkdtemp, rename, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aveReader } from '../src/index.js';
import { describeDatasetReader } from '@cmg/core/testing';
import { fixture, withCopy, withoutCounts } from './support/fixtures.js';
import { overwriteHdf5 } from './support/overwrite-hdf5.js';

await describeDatasetReader(aveReader, { options: { root: fixture('ave') } });

describe('aveReader', () => {
  let cacheDir: string;
  const options = (root: string, more = {}) => aveReader.options.parse({ root, ...more });
  const open = (root: string, more = {}) => aveReader.open(options(root, more), { cacheDir });
  const check = (root: string) => aveReader.check!(options(root), { cacheDir });
  const withDataset = async (body: (dataset: Dataset) => Promise<void>) => {
    const dataset = await open(fixture('ave'));
    try {
      await body(dataset);
    } finally {
      await dataset.close();
    }
  };

  beforeAll(async () => void (cacheDir = await mkdtemp(join(tmpdir(), 'cmg-ave-'))));
  afterAll(() => rm(cacheDir, { recursive: true, force: true }));

  it('has the published shapes, 28 events and the splits that the orders list', () =>
    withDataset(async (dataset) => {
      expect(dataset.featureShapes).toEqual({ audio: [128], video: [7, 7, 512] });
      expect(dataset.segments).toBe(10);
      expect(dataset.classes).toHaveLength(28);
      expect(dataset.classes[2]).toBe('Bark');
      expect(dataset.splits).toEqual({ train: 12, val: 2, test: 6 });
    }));

  // The first clip of the training order is row 17: class 17 % 2, the event in segments 1 to 1 + 4 + 17 % 3 - 1 = 6.
  it('reads the rows that the order lists', () =>
    withDataset(async (dataset) => {
      const { clipClasses, segmentClasses } = await dataset.labels('train');
      expect([...clipClasses.subarray(0, 4)]).toEqual([1, 0, 1, 1]);
      expect([...segmentClasses['video']!.subarray(0, 10)]).toEqual([-1, 1, 1, 1, 1, 1, 1, -1, -1, -1]);
      const { data } = await dataset.read('train', 'video', [0]);
      const second = Array.from({ length: 10 }, (_, t) => data[t * 7 * 7 * 512 + 1]);
      expect(second.map((value) => value === 3)).toEqual([...segmentClasses['video']!.subarray(0, 10)].map((label) => label === 1));
    }));

  it('has another fingerprint when a file has changed, and the same in another folder', () =>
    withCopy('ave', async (root) => {
      const fingerprint = async (at: string) => {
        const dataset = await open(at);
        await dataset.close();
        return dataset.fingerprint;
      };
      const before = await fingerprint(root);
      expect(before).toBe(await fingerprint(fixture('ave')));
      await overwriteHdf5(join(root, 'val_order.h5'), 'order', BigInt64Array.of(3n, 2n));
      expect(await fingerprint(root)).not.toBe(before);
    }));

  it('names the file that is missing, and where to look', () =>
    withCopy('ave', async (root) => {
      await rename(join(root, 'labels.h5'), join(root, 'label.h5'));
      await expect(open(root)).rejects.toThrow(/labels\.h5: is missing\n.*cmg data check/);
    }));

  it('names the array whose shape is not what was announced', async () => {
    await expect(open(fixture('ave'), { shapes: { audio: [64] } })).rejects.toThrow(
      /audio_feature\.h5\[avadataset\]: has shape \[20, 10, 128\]; expected \[clips, 10, 64\]/,
    );
  });

  it('names the entry of an order that is not a row', () =>
    withCopy('ave', async (root) => {
      await overwriteHdf5(join(root, 'val_order.h5'), 'order', BigInt64Array.of(2n, 20n));
      await expect(open(root)).rejects.toThrow(CmgError);
      await expect(open(root)).rejects.toThrow(/val_order\.h5\[order\]\[1\]: is 20; the features have rows 0 to 19/);
    }));

  it('collects everything that is wrong: an order, a label, a cut file, a clip in two splits', () =>
    withCopy('ave', async (root) => {
      await overwriteHdf5(join(root, 'val_order.h5'), 'order', BigInt64Array.of(6n, 20n));
      await truncate(join(root, 'visual_feature.h5'), 20_000);
      const { findings, splits } = await check(root);
      expect(withoutCounts(findings).map(({ level, where, what }) => [level, where.replace(`${root}/`, ''), what])).toEqual([
        ['error', 'visual_feature.h5[avadataset]', expect.stringContaining('truncated file')],
        ['error', 'val_order.h5[order][1]', 'is 20; the features have rows 0 to 19'],
        ['warning', 'test_order.h5[order][0]', "its clip is also in split 'val'"],
      ]);
      expect(splits['val']).toMatchObject({ clips: 1, modalities: ['audio'] });
    }));
});
