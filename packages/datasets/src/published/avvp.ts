import { type DatasetReader, pathOption } from '@cmg/core';
import { join } from 'node:path';
import { z } from 'zod';
import { readLines } from '../table/read-lines.js';
import { attempt } from '../table/finding-reporter.js';
import { tableReader } from '../table/table-reader.js';
import { zipIn } from './feature-folder.js';
import { llpSplit } from './llp-events.js';
import { publishedLayouts, SEGMENTS, shapesOption } from './shapes.js';

const options = z.strictObject({
  root: pathOption().default('data/avvp').describe('folder of the folders data and feature'),
  shapes: shapesOption,
});

export type AvvpOptions = z.infer<typeof options>;

const CATEGORIES = 'data/AVVP_Categories.txt';
const TABLES = { audio: 'data/AVVP_eval_audio_checked_combined.csv', video: 'data/AVVP_eval_visual_checked_combined.csv' };

/**
 * AVVP on LLP: clips of ten seconds with events that are heard, seen or both, at different times. Each modality has its
 * own table, and with it its own split: `eval-audio` and `eval-visual`.
 *
 * Tian et al., "Unified Multisensory Perception: Weakly-Supervised Audio-Visual Video Parsing", ECCV 2020.
 */
export const avvpReader: DatasetReader<AvvpOptions> = tableReader({
  name: 'avvp',
  description: 'AVVP (LLP): 25 events that are heard or seen, several at a time',
  options,
  origin: ({ root }) => ({
    url: 'https://github.com/YapengTian/AVVP-ECCV20',
    files: {
      [join(root, TABLES.audio)]: 'filename, onset, offset, event_labels, tab-separated: 1,846 clips',
      [join(root, TABLES.video)]: 'the same for what is seen: 1,661 clips',
      [join(root, CATEGORIES)]: 'the 25 events, one a line',
      [join(root, 'feature/audio/zip')]: '<first 11 characters of filename>.zip: [t, 128]',
      [join(root, 'feature/video/zip')]: '<first 11 characters of filename>.zip: [10, 7, 7, 512]',
    },
  }),
  async load({ root, shapes }, { report }) {
    const { audio, video } = publishedLayouts(shapes);
    const categories = join(root, CATEGORIES);
    const classes = (await attempt(report, () => readLines(categories))) ?? [];
    const split = (modality: 'audio' | 'video') =>
      llpSplit(join(root, TABLES[modality]), modality, zipIn(root, 'feature', modality, 'zip'), classes, report);
    return {
      segments: SEGMENTS,
      classes,
      features: { audio, video },
      splits: { 'eval-audio': await split('audio'), 'eval-visual': await split('video') },
      files: [categories, ...Object.values(TABLES).map((table) => join(root, table))],
      published: { classes: 25, splits: { 'eval-audio': 1846, 'eval-visual': 1661 } },
      folders: ['audio', 'video'].map((modality) => join(root, 'feature', modality, 'zip')),
    };
  },
});
