import { type DatasetReader, pathOption } from '@cmg/core';
import { readCsv } from '@cmg/formats';
import { join } from 'node:path';
import { z } from 'zod';
import type { ClipSplit } from '../table/clip-table.js';
import { isFileName } from '../table/is-file-name.js';
import { readLines } from '../table/read-lines.js';
import { attempt, type FindingReporter } from '../table/finding-reporter.js';
import { tableReader } from '../table/table-reader.js';
import { wholeClipLabels } from '../table/clip-labels.js';
import { zipIn } from './feature-folder.js';
import { publishedLayouts, SEGMENTS, shapesOption } from './shapes.js';

const options = z.strictObject({
  root: pathOption().default('data/ucf-vggsound').describe('folder of the tables'),
  ucf: pathOption().default('data/ucf101/feature/video/zip').describe('folder of the features of UCF-101'),
  vggsound: pathOption().default('data/vggsound-avel/audio/zip').describe('folder of the features of VGGSound'),
  shapes: shapesOption,
});

export type UcfVggsoundOptions = z.infer<typeof options>;

/** Split, modality, table and class names of each of the two sets. */
const SETS = {
  ucf: { modality: 'video', table: 'ucf2vggsound.csv', categories: 'UCF101sameVGGSound.txt' },
  vggsound: { modality: 'audio', table: 'vggsound2ucf.csv', categories: 'VGGSoundsameUCF101.txt' },
} as const;

/**
 * UCF-101 and VGGSound: 16 classes that both sets contain under different names. Pictures are in split `ucf`, sounds in split
 * `vggsound`: a head is trained on one and measured on the other.
 */
export const ucfVggsoundReader: DatasetReader<UcfVggsoundOptions> = tableReader({
  name: 'ucf-vggsound',
  description: 'UCF-101 and VGGSound: 16 shared classes, seen in one and heard in the other',
  options,
  origin: ({ root, ucf, vggsound }) => ({
    url: 'https://github.com/haihuangcode/CMG',
    files: {
      [join(root, SETS.ucf.table)]: 'category,video_id: 2,003 clips',
      [join(root, SETS.vggsound.table)]: 'category,video_id: 4,813 clips',
      [join(root, SETS.ucf.categories)]: 'the 16 classes by their UCF-101 names, one per line',
      [join(root, SETS.vggsound.categories)]: 'the same by their VGGSound names, in the same order',
      [ucf]: '<video_id>.zip: [t, 7, 7, 512]',
      [vggsound]: '<video_id>.zip: [t, 128]',
    },
  }),
  async load(chosen, { report }) {
    const { root, shapes } = chosen;
    const { audio, video } = publishedLayouts(shapes);
    const names = async (set: keyof typeof SETS) => (await attempt(report, () => readLines(join(root, SETS[set].categories)))) ?? [];
    const [ucf, vggsound] = [await names('ucf'), await names('vggsound')];
    if (ucf.length !== vggsound.length) {
      report.error(join(root, SETS.vggsound.categories), `has ${vggsound.length} classes; ${SETS.ucf.categories} has ${ucf.length}`);
    }
    return {
      segments: SEGMENTS,
      classes: ucf,
      features: { audio, video: { ...video, fit: 'repeat-last' } },
      splits: {
        ucf: await readSet('ucf', chosen, ucf, report),
        vggsound: await readSet('vggsound', chosen, vggsound, report),
      },
      published: { classes: 16, splits: { ucf: 2003, vggsound: 4813 } },
      files: Object.values(SETS).flatMap(({ table, categories }) => [join(root, table), join(root, categories)]),
    };
  },
});

async function readSet(
  set: keyof typeof SETS,
  chosen: UcfVggsoundOptions,
  classes: readonly string[],
  report: FindingReporter,
): Promise<ClipSplit> {
  const { table, modality, categories } = SETS[set];
  const file = join(chosen.root, table);
  const rows = (await attempt(report, () => readCsv(file, { columns: ['category', 'video_id'] }, report))) ?? [];
  const clips = rows.flatMap(({ where, fields }) => {
    const { category = '', video_id: id = '' } = fields;
    const label = classes.indexOf(category);
    if (label < 0) report.error(where, `category '${category}' is not in ${categories}`);
    return isFileName(id, where, report) && label >= 0 ? [{ where, id, label }] : [];
  });
  const locate = zipIn(chosen[set]);
  return {
    clips: clips.length,
    origin: (clip) => clips[clip]!.where,
    locate: { [modality]: (clip) => locate(clips[clip]!.id) },
    labels: async () =>
      wholeClipLabels(
        clips.map(({ label }) => label),
        SEGMENTS,
        [modality],
      ),
  };
}
