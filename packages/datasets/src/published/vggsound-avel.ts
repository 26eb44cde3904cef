import { type DatasetReader, pathOption, type PerModality } from '@cmg/core';
import { readCsv } from '@cmg/formats';
import { join } from 'node:path';
import { z } from 'zod';
import type { Locator } from '../arrays/locator.js';
import type { ClipSplit } from '../table/clip-table.js';
import { keyedFeatures } from '../table/keyed-features.js';
import { isFileName } from '../table/is-file-name.js';
import { readLines } from '../table/read-lines.js';
import { attempt } from '../table/finding-reporter.js';
import { type Loading, tableReader } from '../table/table-reader.js';
import { zipIn } from './feature-folder.js';
import { avelLabels } from './avel-labels.js';
import { publishedLayouts, SEGMENTS, shapesOption } from './shapes.js';

const options = z.strictObject({
  root: pathOption().default('data/vggsound-avel').describe('folder of the tables and of the folders audio, video and label'),
  subset: z
    .enum(['24k', '40k', '81k'])
    .default('24k')
    .describe('24k: the published splits; 40k: all of their clips in one split, train; 81k: all clips, without labels'),
  text: z
    .string()
    .default('')
    .describe('features of the words of each class, a folder, .npz or .h5 named by class, relative to root; none: no text'),
  shapes: shapesOption,
});

export type VggsoundAvelOptions = z.infer<typeof options>;

const SPLITS = ['train', 'val', 'test'] as const;
const TABLE = 'vggsound-avel40k.csv';
const UNLABELLED = 'video_name_vggsound81k_checked.csv';
const CATEGORIES = 'VggsoundAVEL40kCategories.txt';
const FOLDERS = ['audio/zip', 'video/zip', 'label/zip'] as const;

/** One clip of a table. */
interface Clip {
  readonly id: string;
  readonly where: string;
  readonly split: string;
  /** Index of its class, and the class's name. */
  readonly label: number;
  readonly category: string;
}

/**
 * VGGSound-AVEL: clips of ten seconds in 141 classes with a flag per second, features in one archive per clip.
 *
 * Zhou et al., "Contrastive Positive Sample Propagation along the Audio-Visual Event Line", TPAMI 2022.
 */
export const vggsoundAvelReader: DatasetReader<VggsoundAvelOptions> = tableReader({
  name: 'vggsound-avel',
  description: 'VGGSound-AVEL 24K, 40K or 81K: 141 audio-visual events, and their names in words',
  options,
  origin: ({ root, subset }) => ({
    url: 'https://github.com/jasongief/CPSP',
    files: {
      ...(subset === '81k'
        ? { [join(root, UNLABELLED)]: 'id: clip names ending in .mp4' }
        : {
            [join(root, TABLE)]: 'category,video_id,split: 40,801 clips',
            [join(root, CATEGORIES)]: 'the 141 categories, one a line',
            [join(root, 'label/zip')]: '<video_id>.zip: [10] or [1, 10] of 0 and 1, 1 during the event',
          }),
      [join(root, 'audio/zip')]: '<video_id>.zip: [t, 128]',
      [join(root, 'video/zip')]: '<video_id>.zip: [10, 7, 7, 512]',
      [join(root, 'vggsoundCategories2Prompts.csv')]: 'label,prompt: the sentences that text features are made from; only needed for text',
    },
  }),
  load: (chosen, loading) => (chosen.subset === '81k' ? loadUnlabelled(chosen, loading) : loadLabelled(chosen, loading)),
});

async function loadUnlabelled({ root, shapes }: VggsoundAvelOptions, { report }: Loading) {
  const { audio, video } = publishedLayouts(shapes);
  const file = join(root, UNLABELLED);
  const rows = (await readCsv(file, { columns: ['id'] }, report)).map(({ where, fields }) => ({
    where,
    id: fields['id']!.replace(/\.mp4$/, ''),
  }));
  const clips = rows.filter(({ id, where }) => isFileName(id, where, report));
  const train: ClipSplit = { clips: clips.length, origin: (clip) => clips[clip]!.where, locate: locators(root, clips) };
  return {
    segments: SEGMENTS,
    classes: [],
    features: { audio, video },
    splits: { train },
    files: [file],
    folders: FOLDERS.slice(0, 2).map((folder) => join(root, folder)),
  };
}

async function loadLabelled({ root, subset, shapes, text }: VggsoundAvelOptions, loading: Loading) {
  const { audio, video, text: words } = publishedLayouts(shapes);
  const [table, categories] = [join(root, TABLE), join(root, CATEGORIES)];
  const classes = (await attempt(loading.report, () => readLines(categories))) ?? [];
  const clips = await readClips(table, classes, loading);
  const wordsOf = text === '' ? undefined : await attempt(loading.report, () => keyedFeatures(join(root, text)));
  const split = (own: readonly Clip[]): ClipSplit => {
    const locate = { ...locators(root, own), ...(wordsOf && { text: (clip: number) => wordsOf(own[clip]!.category) }) };
    const flags = zipIn(root, 'label/zip');
    return {
      clips: own.length,
      origin: (clip) => own[clip]!.where,
      locate,
      labels: avelLabels(
        own.map(({ id, label }) => ({ label, flags: flags(id) })),
        Object.keys(locate),
        loading,
      ),
      companions: (clip) => [flags(own[clip]!.id).file],
    };
  };
  return {
    segments: SEGMENTS,
    classes,
    features: { audio, video, ...(wordsOf && { text: words }) },
    splits:
      subset === '40k'
        ? { train: split(clips) }
        : Object.fromEntries(SPLITS.map((name) => [name, split(clips.filter((clip) => clip.split === name))])),
    files: [table, categories],
    published: { classes: 141, splits: subset === '40k' ? { train: 40_801 } : { train: 24_515, val: 8171, test: 8115 } },
    folders: FOLDERS.map((folder) => join(root, folder)),
  };
}

function locators(root: string, clips: readonly { readonly id: string }[]): PerModality<(clip: number) => Locator> {
  const [audio, video] = [zipIn(root, 'audio/zip'), zipIn(root, 'video/zip')];
  return { audio: (clip) => audio(clips[clip]!.id), video: (clip) => video(clips[clip]!.id) };
}

async function readClips(file: string, classes: readonly string[], { report }: Loading): Promise<Clip[]> {
  const rows = (await attempt(report, () => readCsv(file, { columns: ['category', 'video_id', 'split'] }, report))) ?? [];
  return rows.flatMap(({ where, fields }) => {
    const { category = '', video_id: id = '', split = '' } = fields;
    const label = classes.indexOf(category);
    if (label < 0) report.error(where, `category '${category}' is not in ${CATEGORIES}`);
    const known = SPLITS.some((name) => name === split);
    if (!known) report.error(where, `split '${split}' is none of ${SPLITS.join(', ')}`);
    return isFileName(id, where, report) && label >= 0 && known ? [{ id, where, split, label, category }] : [];
  });
}
