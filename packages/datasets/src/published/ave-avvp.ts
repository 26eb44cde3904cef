import { type DatasetReader, pathOption } from '@cmg/core';
import { join } from 'node:path';
import { z } from 'zod';
import { readLines } from '../table/read-lines.js';
import { attempt } from '../table/finding-reporter.js';
import { tableReader } from '../table/table-reader.js';
import { aveSplit, openAve } from './ave-files.js';
import { zipIn } from './feature-folder.js';
import { llpSplit } from './llp-events.js';
import { publishedLayouts, SEGMENTS, shapesOption } from './shapes.js';

const options = z.strictObject({
  root: pathOption().default('data/ave-avvp').describe('folder of the tables and labels'),
  ave: pathOption().default('data/ave').describe("folder of AVE's visual_feature.h5 and audio_feature.h5"),
  avvp: pathOption().default('data/avvp').describe("folder of LLP's folder feature"),
  shapes: shapesOption,
});

export type AveAvvpOptions = z.infer<typeof options>;

const CATEGORIES = 'AVE_AVVP_Categories.txt';
const TABLES = { audio: 'AVE_AVVP_eval_audio_checked_combined.csv', video: 'AVE_AVVP_eval_visual_checked_combined.csv' };

/**
 * From AVE to AVVP: heads are trained on clips of AVE with one of the 12 events that both sets share (split `train`), and
 * measured on LLP, where each modality has its own split (`eval-audio`, `eval-visual`).
 */
export const aveAvvpReader: DatasetReader<AveAvvpOptions> = tableReader({
  name: 'ave-avvp',
  description: 'AVE to AVVP: 12 shared events, labelled in AVE and measured in LLP',
  options,
  origin: ({ root, ave, avvp }) => ({
    url: 'https://github.com/haihuangcode/CMG',
    files: {
      [join(ave, 'visual_feature.h5')]: 'of AVE: avadataset, [4143, 10, 7, 7, 512]',
      [join(ave, 'audio_feature.h5')]: 'of AVE: avadataset, [4143, 10, 128]',
      [join(avvp, 'feature')]: 'of LLP: audio/zip and video/zip',
      [join(root, 'ave_avvp_labels.h5')]: 'avadataset, [4143, 10, 13]: one-hot, the last column background',
      [join(root, 'ave_avvp_order.h5')]: 'order, [1831]: the rows that are used',
      [join(root, CATEGORIES)]: 'the 12 events, one a line',
      [join(root, TABLES.audio)]: 'filename, onset, offset, event_labels, tab-separated: 1,085 clips',
      [join(root, TABLES.video)]: 'the same for what is seen: 1,032 clips',
    },
  }),
  async load({ root, ave, avvp, shapes }, { arrays, report }) {
    const { audio, video } = publishedLayouts(shapes);
    const categories = join(root, CATEGORIES);
    const classes = (await attempt(report, () => readLines(categories))) ?? [];
    const opened = await openAve(ave, { audio, video }, arrays, report);
    const own = { order: join(root, 'ave_avvp_order.h5'), labels: join(root, 'ave_avvp_labels.h5') };
    const split = (modality: 'audio' | 'video') =>
      llpSplit(join(root, TABLES[modality]), modality, zipIn(avvp, 'feature', modality, 'zip'), classes, report);
    return {
      segments: SEGMENTS,
      classes,
      features: { audio, video },
      splits: {
        train: await aveSplit(opened, own, classes, arrays, report),
        'eval-audio': await split('audio'),
        'eval-visual': await split('video'),
      },
      published: { classes: 12, splits: { train: 1831, 'eval-audio': 1085, 'eval-visual': 1032 } },
      files: [...opened.files, ...Object.values(own), categories, ...Object.values(TABLES).map((table) => join(root, table))],
    };
  },
});
