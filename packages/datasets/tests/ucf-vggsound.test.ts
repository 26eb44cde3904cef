import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ucfVggsoundReader } from '../src/index.js';
import { describeDatasetReader } from '@cmg/core/testing';
import { fixture, withCopy } from './support/fixtures.js';

const at = (root: string) => ({ root, ucf: join(root, 'ucf'), vggsound: join(root, 'vggsound') });
const open = (root: string) => ucfVggsoundReader.open(ucfVggsoundReader.options.parse(at(root)), { cacheDir: root });

await describeDatasetReader(ucfVggsoundReader, { options: at(fixture('ucf-vggsound')) });

describe('ucfVggsoundReader', () => {
  it('has pictures in one split and sounds in the other, of classes with two names', async () => {
    const dataset = await open(fixture('ucf-vggsound'));
    expect(dataset.splitModalities).toEqual({ ucf: ['video'], vggsound: ['audio'] });
    expect(dataset.classes).toEqual(['PlayingViolin', 'ApplyEyeMakeup']);
    for (const split of ['ucf', 'vggsound']) expect([...(await dataset.labels(split)).clipClasses]).toEqual([0, 1, 0, 1, 0]);
    await dataset.close();
  });

  // Clip 1 has 8 rows of pictures.
  it('repeats the last picture of a short clip', async () => {
    const dataset = await open(fixture('ucf-vggsound'));
    const { data } = await dataset.read('ucf', 'video', [1]);
    const picture = (segment: number) => data.subarray(segment * 7 * 7 * 512, (segment + 1) * 7 * 7 * 512);
    expect([...picture(9)]).toEqual([...picture(7)]);
    await dataset.close();
  });

  it('refuses lists of classes of different lengths, and unknown classes', () =>
    withCopy('ucf-vggsound', async (root) => {
      await writeFile(join(root, 'UCF101sameVGGSound.txt'), 'PlayingViolin\n');
      await expect(open(root)).rejects.toThrow(/VGGSoundsameUCF101\.txt: has 2 classes; UCF101sameVGGSound\.txt has 1/);
      await writeFile(join(root, 'UCF101sameVGGSound.txt'), 'PlayingViolin\nMakeup\n');
      await expect(open(root)).rejects.toThrow(/ucf2vggsound\.csv:3: category 'ApplyEyeMakeup' is not in UCF101sameVGGSound\.txt/);
    }));
});
