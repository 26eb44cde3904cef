import { type DatasetReader, pathOption } from '@cmg/core';
import { join } from 'node:path';
import { z } from 'zod';
import { tableReader } from '../table/table-reader.js';
import { AVE_CLASSES } from './ave-classes.js';
import { aveSplit, openAve } from './ave-files.js';
import { publishedLayouts, SEGMENTS, shapesOption } from './shapes.js';

const options = z.strictObject({
  root: pathOption().default('data/ave').describe('folder of the HDF5 files'),
  shapes: shapesOption,
});

export type AveOptions = z.infer<typeof options>;

const SPLITS = ['train', 'val', 'test'] as const;

/**
 * AVE: 4,143 clips of ten seconds, 28 events that are heard and seen, in HDF5 files.
 *
 * Tian et al., "Audio-Visual Event Localization in Unconstrained Videos", ECCV 2018.
 */
export const aveReader: DatasetReader<AveOptions> = tableReader({
  name: 'ave',
  description: 'AVE: 28 audio-visual events, from the published HDF5 files',
  options,
  origin: ({ root }) => ({
    url: 'https://github.com/YapengTian/AVE-ECCV18',
    files: {
      [join(root, 'visual_feature.h5')]: 'avadataset, [4143, 10, 7, 7, 512]',
      [join(root, 'audio_feature.h5')]: 'avadataset, [4143, 10, 128]',
      [join(root, 'labels.h5')]: 'avadataset, [4143, 10, 29]: one-hot, the last column background',
      ...Object.fromEntries(SPLITS.map((split) => [join(root, `${split}_order.h5`), `order: rows of the arrays that are in ${split}`])),
    },
  }),
  async load({ root, shapes }, { arrays, report }) {
    const { audio, video } = publishedLayouts(shapes);
    const opened = await openAve(root, { audio, video }, arrays, report);
    const labels = join(root, 'labels.h5');
    const orders = SPLITS.map((split) => join(root, `${split}_order.h5`));
    const splits = await Promise.all(orders.map((order) => aveSplit(opened, { order, labels }, AVE_CLASSES, arrays, report)));
    return {
      segments: SEGMENTS,
      classes: AVE_CLASSES,
      features: { audio, video },
      splits: Object.fromEntries(SPLITS.map((split, i) => [split, splits[i]!])),
      files: [...opened.files, labels, ...orders],
      published: { splits: { train: 3339, val: 402, test: 402 } },
    };
  },
});
