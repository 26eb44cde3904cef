import { type DatasetReader, pathOption } from '@cmg/core';
import { readCsv } from '@cmg/formats';
import { join } from 'node:path';
import { z } from 'zod';
import { keyedFeatures } from '../table/keyed-features.js';
import { isFileName } from '../table/is-file-name.js';
import { attempt, type FindingReporter } from '../table/finding-reporter.js';
import { tableReader } from '../table/table-reader.js';
import { AvsPictures, FRAMES, MASKED } from './avs-pictures.js';
import { wholeClipLabels } from '../table/clip-labels.js';
import { publishedLayouts, shapesOption } from './shapes.js';

const options = z.strictObject({
  root: pathOption().default('data/avsbench').describe('folder of the folders Single-source and feature'),
  segments: z
    .union([z.literal(5), z.literal(10)])
    .default(5)
    .describe(
      'T: one per second as published, or two, for an encoder trained on clips of ten segments; attention gives both the same codes',
    ),
  text: z
    .string()
    .default('')
    .describe('features of the words of each category, a folder, .npz or .h5 named by category, relative to root; none: no text'),
  side: z.int().min(1).default(224).describe('side of frames and masks in pixels'),
  shapes: shapesOption,
});

export type AvsbenchOptions = z.infer<typeof options>;

const TABLE = 'Single-source/s4_meta_data.csv';
const FRAMES_FOLDER = 'Single-source/s4_data/visual_frames';
const MASKS_FOLDER = 'Single-source/s4_data/gt_masks';
const SPLITS = ['train', 'val', 'test'] as const;

interface Clip {
  readonly name: string;
  readonly category: string;
  readonly split: string;
  readonly where: string;
}

/**
 * AVSBench-S4: clips of five seconds with one source of sound, five frames each, of which the first (train) or all (val, test)
 * have a mask of the sounding object.
 *
 * Zhou et al., "Audio-Visual Segmentation", ECCV 2022.
 */
export const avsbenchS4Reader: DatasetReader<AvsbenchOptions> = tableReader({
  name: 'avsbench-s4',
  description: 'AVSBench-S4: sounds, the names of their sources in words, frames and masks',
  options,
  origin: ({ root }) => ({
    url: 'https://github.com/OpenNLPLab/AVSBench',
    files: {
      [join(root, TABLE)]: 'first column the name, third the category; split',
      [join(root, FRAMES_FOLDER)]: '<split>/<category>/<name>/<name>_<1 to 5>.png, 224 x 224',
      [join(root, MASKS_FOLDER)]: 'masks with the same names: 1 in train, 5 in val and test',
      [join(root, 'feature/audio')]: '<split>/zip/<category>/<name>.zip: [5, 128]',
      [join(root, 'AVSBenchCategories2Prompts.csv')]: 'label,prompt: the sentences that text features are made from; only needed for text',
    },
  }),
  async load({ root, segments, text, side, shapes }, { report }) {
    const { audio, text: words } = publishedLayouts(shapes);
    const clips = (await attempt(report, () => readClips(join(root, TABLE), report))) ?? [];
    const classes = [...new Set(clips.map(({ category }) => category))].sort();
    const wordsOf = text === '' ? undefined : await attempt(report, () => keyedFeatures(join(root, text)));
    const bySplit = Object.fromEntries(SPLITS.map((split) => [split, clips.filter((clip) => clip.split === split)]));
    const pictures = new AvsPictures(side, (split, clip) => {
      const { name, category } = bySplit[split]![clip]!;
      const file = (folder: string) => (frame: number) => join(root, folder, split, category, name, `${name}_${frame + 1}.png`);
      return { frame: file(FRAMES_FOLDER), mask: file(MASKS_FOLDER) };
    });
    return {
      segments,
      classes,
      features: { audio: { ...audio, length: FRAMES }, ...(wordsOf && { text: words }) },
      splits: Object.fromEntries(
        Object.entries(bySplit).map(([split, own]) => {
          const locate = {
            audio: (clip: number) => ({ file: join(root, 'feature/audio', split, 'zip', own[clip]!.category, `${own[clip]!.name}.zip`) }),
            ...(wordsOf && { text: (clip: number) => wordsOf(own[clip]!.category) }),
          };
          return [
            split,
            {
              clips: own.length,
              origin: (clip: number) => own[clip]!.where,
              locate,
              labels: async () =>
                wholeClipLabels(
                  own.map(({ category }) => classes.indexOf(category)),
                  segments,
                  Object.keys(locate),
                ),
              companions: (clip: number) => pictures.files(split, clip),
            },
          ];
        }),
      ),
      files: [join(root, TABLE)],
      published: { classes: 23, splits: { train: 3452, val: 740, test: 740 } },
      pictures: { shape: pictures.shape, masked: MASKED, frames: pictures.frames, masks: pictures.masks },
    };
  },
});

async function readClips(file: string, report: FindingReporter): Promise<Clip[]> {
  const rows = await readCsv(file, { columns: ['split'] }, report);
  return rows.flatMap(({ where, fields, values }) => {
    const [name = '', , category = ''] = values;
    const split = fields['split'] ?? '';
    const known = SPLITS.some((one) => one === split);
    if (!known) report.error(where, `split '${split}' is none of ${SPLITS.join(', ')}`);
    const named = isFileName(name, where, report) && isFileName(category, where, report);
    return known && named ? [{ name, category, split, where }] : [];
  });
}
