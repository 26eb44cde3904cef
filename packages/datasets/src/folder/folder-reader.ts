import { CmgError, type Dataset, type DatasetContext, type DatasetReader, type Labels, pathOption, type PerModality } from '@cmg/core';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { ARRAY_ENDINGS, holdsSeveral, isArrayFile } from '../arrays/array-endings.js';
import type { ArraySource } from '../arrays/array-source.js';
import type { Locator } from '../arrays/locator.js';
import { scaledDataset } from '../scale/scaled-dataset.js';
import { type AffineScale, trainingScale } from '../scale/training-scale.js';
import type { ClipSplit } from '../table/clip-table.js';
import type { FeatureLayout } from '../arrays/feature-layout.js';
import type { FindingReporter } from '../table/finding-reporter.js';
import { tableReader } from '../table/table-reader.js';
import { type FeaturesFile, readFeaturesFile } from './features-file.js';
import { type ManifestClip, readManifest } from './manifest.js';

const options = z.strictObject({
  root: pathOption().default('data/folder').describe('folder of the manifest; paths in the manifest are relative to it'),
  manifest: z
    .string()
    .default('manifest.csv')
    .describe('CSV or JSON Lines (.jsonl): id, a path per modality, split, label, onset, offset, segments'),
  segments: z.int().min(0).default(0).describe('T; 0: taken from features.json, or from the first clip'),
  fit: z
    .enum(['exact', 'repeat-last', 'pad-zeros', 'own'])
    .default('exact')
    .describe(
      'what to do with features of another length: an error; cut, or fill with the last row or with zeros; or cut, and let shorter clips keep ' +
        'their own length (own), after which nothing is learnt or measured. What was extracted with `--length own` has its own in any case, and so have clips whose segments the manifest counts',
    ),
  links: z.boolean().exactOptional().describe('let HDF5 files refer to other files below root; by default they may not'),
  normalise: z
    .enum(['auto', 'standard', 'none'])
    .default('auto')
    .describe(
      'scale features by the training clips (standard), not at all (none), or those that `cmg extract` made but not by vggish or vgg19 (auto)',
    ),
});

export type FolderOptions = z.infer<typeof options>;

/** Extractors whose features keep the scale that published models expect. */
const PUBLISHED = ['vggish', 'vgg19'];
/** What is scaled in folders of format 1, so that runs trained on them see the same. */
const SCALED_BEFORE = ['log-mel', 'letters'];

const table: DatasetReader<FolderOptions> = tableReader({
  name: 'folder',
  description: 'your own data: a manifest and feature files, as made by `cmg extract`',
  options,
  origin: ({ root, manifest }) => ({
    files: {
      [join(root, manifest)]: 'id, a path per modality, and optionally split, label, onset, offset, segments',
      [join(root, 'features.json')]: 'optional: how the features were made',
    },
  }),
  async load({ root, manifest, segments: wanted, fit, links = false }, { arrays, report }) {
    const file = join(root, manifest);
    const clips = await readManifest(file, report);
    const about = await readFeaturesFile(join(root, 'features.json'));
    const locate: Locate = (clip, path) => locatorOf(root, clip, path, links);
    const { shapes, length } = await shapesOf(locate, clips, about?.shapes ?? {}, arrays);
    const segments = wanted || about?.segments || length;
    const classes = [...new Set(clips.map(({ label }) => label).filter((label) => label !== ''))].sort();
    const splits = [...new Set(clips.map(({ split }) => split))].map(
      (split) =>
        [
          split,
          splitOf(
            clips.filter((clip) => clip.split === split),
            { locate, segments, classes, report },
          ),
        ] as const,
    );
    const features = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]): [string, FeatureLayout] => [name, { shape, fit: fitOf(fit, clips, about) }]),
    );
    return {
      segments,
      classes,
      features,
      splits: Object.fromEntries(splits),
      files: [file, ...(about === undefined ? [] : [join(root, 'features.json')])],
      ...(about && { extractors: about.extractors, ...(about.length && { length: about.length }) }),
    };
  },
});

/** Clips that `cmg extract` left their own lengths have them, and so have those whose segments the manifest counts. */
const fitOf = (fit: FolderOptions['fit'], clips: readonly ManifestClip[], about: FeaturesFile | undefined): FolderOptions['fit'] =>
  fit === 'exact' && (about?.length === 'own' || clips.some(({ segments }) => segments !== undefined)) ? 'own' : fit;

/** A user's own features: a manifest and array files. `cmg extract` makes such a folder from raw media. */
export const folderReader: DatasetReader<FolderOptions> = { ...table, open: openFolder };

async function openFolder(options: FolderOptions, context: DatasetContext): Promise<Dataset> {
  const dataset = await table.open(options, context);
  const format = (await readFeaturesFile(join(options.root, 'features.json')))?.format;
  const scales: Record<string, AffineScale> = {};
  try {
    for (const modality of Object.keys(dataset.featureShapes).filter((name) => isScaled(options, dataset, name, format))) {
      const onProgress = (done: number) => context.onProgress?.(`statistics of the training clips (${modality})`, done);
      scales[modality] = await trainingScale(dataset, modality, { cacheDir: context.cacheDir, onProgress, centreMaps: format !== 1 });
    }
  } catch (error) {
    await dataset.close();
    throw error;
  }
  return Object.keys(scales).length === 0 ? dataset : scaledDataset(dataset, scales);
}

function isScaled(
  { normalise }: FolderOptions,
  { extractors }: Dataset,
  modality: string,
  format: FeaturesFile['format'] | undefined,
): boolean {
  if (normalise !== 'auto') return normalise === 'standard';
  const use = extractors?.[modality]?.use;
  if (use === undefined) return false;
  return format === 1 ? SCALED_BEFORE.includes(use) : !PUBLISHED.includes(use);
}

/** A clip's features; in a file that may contain several arrays, the one with the clip's id. */
function locatorOf(root: string, { id, segments }: ManifestClip, path: string, links: boolean): Locator {
  const file = resolve(root, path);
  return { file, ...(holdsSeveral(file) && { name: id }), ...(segments && { rows: segments }), ...(links && { linksWithin: root }) };
}

/** Shape of a segment per modality, read from the first clip that has it if not stated elsewhere; T is that of the first modality. */
async function shapesOf(locate: Locate, clips: readonly ManifestClip[], known: PerModality<readonly number[]>, arrays: ArraySource) {
  const shapes: Record<string, readonly number[]> = {};
  let length = 0;
  for (const modality of Object.keys(clips[0]?.paths ?? {})) {
    const having = clips.filter(({ paths }) => paths[modality] !== '');
    // A file that is missing is told of later, or its clip left out.
    const first = having.find((clip) => existsSync(locate(clip, clip.paths[modality] as string).file)) ?? having[0];
    if (first === undefined) continue;
    const path = first.paths[modality] as string;
    if (!isArrayFile(path)) {
      throw new CmgError(`the column '${modality}' names '${path}', which is not an array file (${ARRAY_ENDINGS.join(', ')})`, {
        where: first.where,
        hint: 'Columns other than id, split, label, onset, offset and segments are features: take it out, or extract raw media with `cmg extract`.',
      });
    }
    // Whole: what is after its own segments tells how many a clip can have.
    const { shape } = await arrays.read(locate({ ...first, segments: undefined }, path));
    if (shape.length < 2) throw new CmgError(`'${modality}' has shape [${shape.join(', ')}]; expected [T, ...]`, { where: first.where });
    shapes[modality] = known[modality] ?? shape.slice(1);
    length ||= shape[0] as number;
  }
  return { shapes, length };
}

type Locate = (clip: ManifestClip, path: string) => Locator;

interface SplitContext {
  readonly locate: Locate;
  readonly segments: number;
  readonly classes: readonly string[];
  readonly report: FindingReporter;
}

function splitOf(clips: readonly ManifestClip[], context: SplitContext): ClipSplit {
  const { locate } = context;
  const modalities = Object.keys(clips[0]?.paths ?? {}).filter((modality) => clips.some(({ paths }) => paths[modality] !== ''));
  const labelled = clips.some(({ label }) => label !== '');
  const locatorOf = (modality: string) => (clip: number) => {
    const row = clips[clip] as ManifestClip;
    return row.paths[modality] === '' ? undefined : locate(row, row.paths[modality] as string);
  };
  return {
    clips: clips.length,
    origin: (clip) => clips[clip]!.where,
    locate: Object.fromEntries(modalities.map((modality) => [modality, locatorOf(modality)])),
    ...(labelled && { labels: async () => labelsOf(clips, modalities, context) }),
  };
}

function labelsOf(
  clips: readonly ManifestClip[],
  modalities: readonly string[],
  { segments: length, classes, report }: SplitContext,
): Labels {
  const labels = clips.map(({ label, where }) => {
    if (label === '') report.error(where, 'has no label, which other clips of its split have');
    return classes.indexOf(label);
  });
  const segments = new Int32Array(clips.length * length).fill(-1);
  clips.forEach(({ event = [0, length] }, clip) => {
    // Rounded to whole segments, at least one.
    const from = Math.min(Math.round(event[0]), length - 1);
    const to = Math.min(Math.max(from + 1, Math.round(event[1])), length);
    segments.fill(labels[clip] as number, clip * length + from, clip * length + to);
  });
  return { clipClasses: Int32Array.from(labels), segmentClasses: Object.fromEntries(modalities.map((modality) => [modality, segments])) };
}
