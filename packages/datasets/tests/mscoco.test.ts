import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mscocoReader } from '../src/index.js';
import { describeDatasetReader } from '@cmg/core/testing';
import { fixture, withCopy } from './support/fixtures.js';

await describeDatasetReader(mscocoReader, { options: { root: fixture('mscoco'), text: 'text.npz' } });

const open = (root: string) => mscocoReader.open(mscocoReader.options.parse({ root, text: 'text.npz' }), { cacheDir: root });

describe('mscocoReader', () => {
  // In the file: caption 1 of 100510, then captions 1 of 9 and 391895, captions 3 and 2 of 100510, caption 2 of 9.
  it('pairs each caption with its picture', async () => {
    const dataset = await open(fixture('mscoco'));
    expect(dataset.splits).toEqual({ test: 6 });
    const { data } = await dataset.read('test', 'video', [0, 1, 2, 3, 4, 5]);
    const shown = Array.from({ length: 6 }, (_, clip) => [1, 2, 3].find((channel) => data[clip * 10 * 7 * 7 * 512 + channel] === 3));
    expect(shown).toEqual([3, 2, 1, 3, 2, 3]);
    await expect(dataset.labels('test')).rejects.toThrow(/has no labels/);
    await dataset.close();
  });

  it.each([
    ['{"annotations": [{"image_id": 9, "caption": "a"}, {"image_id": "x", "caption": "b"}]}', /annotations\[1\]: has no integer image_id/],
    ['{"images": []}', /has no list of annotations/],
    ['{', /is not valid JSON/],
  ])('names what is wrong in %j', (json, message) =>
    withCopy('mscoco', async (root) => {
      await writeFile(join(root, 'val_part_1.json'), json);
      await expect(open(root)).rejects.toThrow(message);
    }),
  );
});
