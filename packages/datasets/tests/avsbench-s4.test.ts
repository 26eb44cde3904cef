import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { avsbenchS4Reader } from '../src/index.js';
import { describeDatasetReader } from '@cmg/core/testing';
import { fixture, withCopy, withoutCounts } from './support/fixtures.js';

const root = fixture('avsbench');
const options = (more: object = {}) => avsbenchS4Reader.options.parse({ root, ...more });

await describeDatasetReader(avsbenchS4Reader, { options: { root, text: 'text' } });

describe('avsbenchS4Reader', () => {
  it('has five frames of 224 x 224 in colour, and as many masks as the split', async () => {
    const dataset = await avsbenchS4Reader.open(options(), { cacheDir: root });
    const { shape, masked, frames, masks } = dataset.pictures!;
    expect(shape).toEqual([5, 224, 224, 3]);
    expect(masked).toEqual({ train: 1, val: 5, test: 5 });
    // Second training clip, third frame: the object is yellow, 50 wide from x = 70, 60 high from y = 60.
    const { data } = await frames('train', [1], 3);
    const pixel = (x: number, y: number) => [...data.subarray(((2 * 224 + y) * 224 + x) * 3, ((2 * 224 + y) * 224 + x) * 3 + 3)];
    expect([pixel(70, 60), pixel(119, 119), pixel(69, 60), pixel(120, 60)]).toEqual([
      [255, 255, 0],
      [255, 255, 0],
      [20, 80, 90],
      [20, 80, 90],
    ]);
    const mask = await masks('test', [0], 5);
    expect(mask.data.reduce((sum, value) => sum + value, 0)).toBe(5 * 50 * 60);
    await expect(masks('train', [0], 2)).rejects.toThrow(/have 1 masks, not 2/);
    await dataset.close();
  });

  it('gives each second twice to an encoder of ten segments', async () => {
    const [five, ten] = await Promise.all([5, 10].map((segments) => avsbenchS4Reader.open(options({ segments }), { cacheDir: root })));
    const [once, twice] = await Promise.all([five!, ten!].map((dataset) => dataset.read('val', 'audio', [0])));
    expect(twice!.shape).toEqual([1, 10, 128]);
    for (let t = 0; t < 10; t++) {
      const second = Math.floor(t / 2);
      expect([...twice!.data.subarray(t * 128, (t + 1) * 128)]).toEqual([...once!.data.subarray(second * 128, (second + 1) * 128)]);
    }
    await Promise.all([five!.close(), ten!.close()]);
  });

  it('names pictures that are missing, of another size, damaged or not binary', () =>
    withCopy('avsbench', async (copy) => {
      const picture = (kind: string, clip: number, split: string, category: string, k: number) =>
        join(copy, 'Single-source/s4_data', kind, split, category, `-clip_${clip}`, `-clip_${clip}_${k}.png`);
      const grey = (side: number, pixels: number[]) =>
        sharp(Buffer.from(Array.from({ length: side * side }, (_, i) => pixels[i % pixels.length]!)), {
          raw: { width: side, height: side, channels: 1 },
        });
      await rm(picture('visual_frames', 0, 'train', 'dog_barking', 2));
      await grey(100, [0])
        .png()
        .toFile(picture('visual_frames', 1, 'train', 'playing_violin', 1));
      await writeFile(picture('visual_frames', 3, 'val', 'playing_violin', 4), 'no picture');
      await grey(224, [0, 255, 128])
        .png()
        .toFile(picture('gt_masks', 4, 'test', 'dog_barking', 1));
      const { findings } = await avsbenchS4Reader.check!(options({ root: copy }), { cacheDir: copy });
      expect(withoutCounts(findings).map(({ where, what }) => [where.slice(-11), what])).toEqual([
        ['lip_0_2.png', 'is missing'],
        ['lip_1_1.png', 'is 100 x 100; expected 224 x 224'],
        ['lip_3_4.png', 'is not a picture'],
        ['lip_4_1.png', 'is not a binary mask: it has 2 values besides 0'],
      ]);
    }));
});
