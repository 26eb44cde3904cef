import { CmgError, type DatasetReader, pathOption } from '@cmg/core';
import { readText } from '@cmg/formats';
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
  root: pathOption().default('data/mscoco').describe('folder of the annotations and of the folder feature'),
  tables: tablesOption({ test: 'val_part_1.json' }),
  text: wordsOption,
  shapes: shapesOption,
});

export type MscocoOptions = z.infer<typeof options>;

const annotation = z.object({ image_id: z.int().min(0), caption: z.string().min(1) });

/** Digits of an image's number in its file name. */
const DIGITS = 12;

/** MS COCO: pictures and their captions, for retrieval. Lin et al., "Microsoft COCO: Common Objects in Context", ECCV 2014. */
export const mscocoReader: DatasetReader<MscocoOptions> = tableReader({
  name: 'mscoco',
  description: 'MS COCO: pictures with captions, for retrieval',
  options,
  origin: ({ root, tables }) => ({
    url: 'https://cocodataset.org',
    files: {
      ...Object.fromEntries(
        Object.entries(tables).map(([split, table]) => [join(root, table), `JSON with annotations of image_id and caption: ${split}`]),
      ),
      [join(root, 'feature/zip')]: '<image_id in 12 digits>.zip: [t, 7, 7, 512]',
    },
  }),
  async load({ root, tables, text, shapes }, { report }) {
    const { video, text: words } = publishedLayouts(shapes);
    const wordsOf = text === '' ? undefined : await attempt(report, () => keyedFeatures(join(root, text)));
    const files = Object.entries(tables).map(([split, table]) => [split, join(root, table)] as const);
    const splits = files.map(async ([split, file]) => {
      const captions = (await attempt(report, () => readAnnotations(file, report))) ?? [];
      return [split, captionSplit(captions, 'video', zipIn(root, 'feature/zip'), wordsOf, report)] as const;
    });
    return {
      segments: SEGMENTS,
      classes: [],
      features: { video: { ...video, fit: 'repeat-last' }, ...(wordsOf && { text: words }) },
      splits: Object.fromEntries(await Promise.all(splits)),
      files: files.map(([, file]) => file),
    };
  },
});

async function readAnnotations(file: string, report: FindingReporter): Promise<Caption[]> {
  const text = await readText(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CmgError(`is not valid JSON: ${(cause as Error).message}`, { where: file, cause });
  }
  const list = (json as { annotations?: unknown } | null)?.annotations;
  if (!Array.isArray(list)) throw new CmgError('has no list of annotations', { where: file });
  return list.flatMap((entry: unknown, i) => {
    const where = `${file}: annotations[${i}]`;
    const { data } = annotation.safeParse(entry);
    if (data !== undefined) return [{ where, item: String(data.image_id).padStart(DIGITS, '0') }];
    report.error(where, 'has no integer image_id and caption');
    return [];
  });
}
