import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aveAvvpReader } from '../src/index.js';
import { describeDatasetReader } from '@cmg/core/testing';
import { fixture, withCopy, withoutCounts } from './support/fixtures.js';

const options = { root: fixture('ave-avvp'), ave: fixture('ave'), avvp: fixture('avvp') };

await describeDatasetReader(aveAvvpReader, { options });

describe('aveAvvpReader', () => {
  it('trains on the rows of AVE that its order lists, with the shared classes', async () => {
    const dataset = await aveAvvpReader.open(aveAvvpReader.options.parse(options), { cacheDir: options.root });
    expect(dataset.splits).toEqual({ train: 10, 'eval-audio': 2, 'eval-visual': 2 });
    expect(dataset.classes).toEqual(['Speech', 'Dog', 'Car', 'Violin_fiddle']);
    expect([...(await dataset.labels('train')).clipClasses]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    expect([...(await dataset.labels('eval-visual')).clipClasses]).toEqual([1, 2]);
    await dataset.close();
  });

  it('names the archives that are not where it was told to look', async () => {
    const chosen = aveAvvpReader.options.parse({ ...options, avvp: fixture('ave') });
    const { findings } = await aveAvvpReader.check!(chosen, { cacheDir: options.root });
    expect(withoutCounts(findings).map(({ what }) => what)).toEqual(Array(4).fill('is missing'));
    expect(withoutCounts(findings)[0]!.where).toBe(fixture('ave/feature/audio/zip/IgN7v8nWmx8.zip'));
    expect(withoutCounts(findings)[0]!.hint).toMatch(/AVE_AVVP_eval_audio_checked_combined\.csv:2 refers to it/);
  });

  it('refuses labels with another number of columns than classes and background', () =>
    withCopy('ave-avvp', async (root) => {
      await writeFile(join(root, 'AVE_AVVP_Categories.txt'), 'Speech\nDog\nCar\nViolin_fiddle\nCat\n');
      const chosen = aveAvvpReader.options.parse({ ...options, root });
      const dataset = await aveAvvpReader.open(chosen, { cacheDir: root });
      await expect(dataset.labels('train')).rejects.toThrow(
        /ave_avvp_labels\.h5\[avadataset\]: has shape \[20, 10, 5\]; expected \[clips, 10, 6\]/,
      );
      await dataset.close();
    }));
});
