import { type DatasetReader, pathOption } from '@cmg/core';
import { readCsv } from '@cmg/formats';
import { join } from 'node:path';
import { z } from 'zod';
import { keyedFeatures } from '../table/keyed-features.js';
import { attempt, type FindingReporter } from '../table/finding-reporter.js';
import { tableReader } from '../table/table-reader.js';
import { type Caption, captionSplit } from './captions.js';
import { tablesOption, wordsOption } from './caption-options.js';
import { zipIn } from './feature-folder.js';
import { publishedLayouts, SEGMENTS, shapesOption } from './shapes.js';

const options = z.strictObject({
  root: pathOption().default('data/clotho').describe('folder of the tables and of the folder feature'),
  tables: tablesOption({
    train: 'clotho_captions_development.csv',
    val: 'clotho_captions_validation.csv',
    test: 'clotho_captions_evaluation.csv',
  }),
  text: wordsOption,
  shapes: shapesOption,
});

export type ClothoOptions = z.infer<typeof options>;

const CAPTIONS = ['caption_1', 'caption_2', 'caption_3', 'caption_4', 'caption_5'];

/** Clotho: sounds with five captions each, all kept, for retrieval. Drossos et al., "Clotho: An Audio Captioning Dataset", 2020. */
export const clothoReader: DatasetReader<ClothoOptions> = tableReader({
  name: 'clotho',
  description: 'Clotho: sounds with five captions each, for retrieval',
  options,
  origin: ({ root, tables }) => ({
    url: 'https://zenodo.org/records/4783391',
    files: {
      ...Object.fromEntries(
        Object.entries(tables).map(([split, table]) => [join(root, table), `file_name,caption_1,...,caption_5: ${split}`]),
      ),
      [join(root, 'feature/zip')]: '<file_name without .wav>.zip: [t, 128]',
    },
  }),
  async load({ root, tables, text, shapes }, { report }) {
    const { audio, text: words } = publishedLayouts(shapes);
    const wordsOf = text === '' ? undefined : await attempt(report, () => keyedFeatures(join(root, text)));
    const files = Object.entries(tables).map(([split, table]) => [split, join(root, table)] as const);
    const splits = files.map(async ([split, file]) => {
      const captions = (await attempt(report, () => readCaptions(file, report))) ?? [];
      return [split, captionSplit(captions, 'audio', zipIn(root, 'feature/zip'), wordsOf, report)] as const;
    });
    return {
      segments: SEGMENTS,
      classes: [],
      features: { audio, ...(wordsOf && { text: words }) },
      splits: Object.fromEntries(await Promise.all(splits)),
      files: files.map(([, file]) => file),
      folders: [join(root, 'feature/zip')],
    };
  },
});

async function readCaptions(file: string, report: FindingReporter): Promise<Caption[]> {
  const rows = await readCsv(file, { columns: ['file_name', ...CAPTIONS] }, report);
  return rows.flatMap(({ where, fields }) => {
    const item = (fields['file_name'] ?? '').replace(/\.wav$/, '');
    const empty = CAPTIONS.filter((column) => fields[column] === '');
    if (empty.length > 0) report.error(where, `${empty.join(', ')} is empty`);
    return CAPTIONS.map(() => ({ where, item }));
  });
}
