import { CmgError, type ComponentConfig, type Dataset, type NumberData } from '@cmg/core';
import { clipSource, readManifest } from '@cmg/media';
import { dirname, extname, join } from 'node:path';
import { sameExtractor } from '../extraction/same-extractor.js';
import { columnsOf, segmentsNotes } from '../extraction/columns-of.js';
import type { Run } from '../runs/open-run.js';
import { datasetsPackage } from './datasets-package.js';
import { type Features, type FeatureSource, parseFeatures, withFeatures } from './feature-source.js';
import type { OnLeftOut } from './left-out.js';
import { withManifestFeatures } from './manifest-source.js';
import { singleClip, withMedia } from './media-source.js';
import { openRunData } from './run-data.js';

/** What follows the reading of features. */
export interface FeatureWatch {
  /** Aborted: raw media are not decoded any further. */
  readonly signal?: AbortSignal | undefined;
  /** Told of columns of a manifest that are unknown, of features at another scale, and of what features lack, such as words that are unknown. */
  readonly onNote?: ((note: string) => void) | undefined;
  /** Told of clips of a manifest that cannot be read or encoded; without it the first of them ends the reading. */
  readonly onLeftOut?: OnLeftOut | undefined;
}

type Opening = Pick<Run, 'openDataset' | 'components'>;

/**
 * Opens features as a run takes them, and closes them when `use` is done:
 * - raw media, alone or in a manifest, go through the extractor of the run's data, its number of segments and its scale;
 * - what that extractor made, which `features.json` beside a manifest tells, goes through the data set's `normalise`;
 * - other features are taken as they are.
 *
 * The run's data is opened only for the first two.
 *
 * @param modality the column of a manifest
 * @throws CmgError where they cannot be read or `use` throws
 */
export async function withRunFeatures<T>(
  run: Opening,
  modality: string,
  features: Features,
  use: (source: FeatureSource) => Promise<T>,
  watch: FeatureWatch = {},
): Promise<T> {
  const given = parseFeatures(features);
  if ('media' in given) return withMedia(run, modality, singleClip(modality, given.media), use, watch);
  if (!('file' in given) || !isManifest(given.file)) return withFeatures(given, use);
  return withManifest(run, modality, given.file, use, watch);
}

async function withManifest<T>(
  run: Opening,
  modality: string,
  manifest: string,
  use: (source: FeatureSource) => Promise<T>,
  watch: FeatureWatch,
): Promise<T> {
  const rows = await readManifest(manifest);
  const { isArrayFile, readFeaturesFile } = await datasetsPackage(manifest);
  const about = await readFeaturesFile(join(dirname(manifest), 'features.json'));
  const made = about?.extractors ?? {};
  const { names, absent } = run.components.modalities;
  const { notes } = columnsOf(manifest, rows, [...new Set([...names, ...absent.keys(), ...Object.keys(made)])]);
  for (const note of notes) watch.onNote?.(note);
  const [listed] = rows.flatMap((row) => clipSource(row, modality) ?? []);
  const hasColumn = rows.some(({ sources }) => sources[modality] !== undefined);
  if (listed === undefined || (isArrayFile(listed) && !hasColumn)) {
    throw new CmgError(`the manifest has no column '${modality}'`, { kind: 'usage', where: manifest });
  }
  if (!isArrayFile(listed)) {
    for (const note of segmentsNotes(manifest, rows)) watch.onNote?.(note);
    return withMedia(run, modality, { manifest, rows }, use, watch);
  }
  const given = made[modality];
  const scale = given && (await scaleOf(run, modality, { manifest, given }, watch));
  try {
    return await withManifestFeatures(
      { file: manifest, rows, modality, most: about?.length === 'own' ? about.segments : undefined },
      (source) => use(scale ? scaled(source, scale, modality) : source),
      watch,
    );
  } finally {
    await scale?.close();
  }
}

/** The run's data, if its extractor is the one that made the features of a manifest: they have to be at its scale. */
async function scaleOf(
  run: Opening,
  modality: string,
  { manifest, given }: { readonly manifest: string; readonly given: ComponentConfig },
  { onNote }: FeatureWatch,
): Promise<Dataset | undefined> {
  const dataset = await openRunData(run, manifest);
  const own = dataset.extractors?.[modality];
  if (own !== undefined && (await sameExtractor(run.components.modalities.get(modality), own, given))) return dataset;
  await dataset.close();
  if (own !== undefined) {
    onNote?.(
      `${manifest}: ${modality} was extracted by ${described(given)}, the run's data by ${described(own)}; the features are taken as they are`,
    );
  }
  return undefined;
}

const described = ({ use, options }: ComponentConfig): string => `${use} ${JSON.stringify(options)}`;

/** Whether a file names clips, each with files of its own. */
const isManifest = (file: string): boolean => ['.csv', '.jsonl'].includes(extname(file).toLowerCase());

function scaled(source: FeatureSource, dataset: Dataset, modality: string): FeatureSource {
  return {
    ...source,
    async *batches(clips, range): AsyncGenerator<NumberData> {
      for await (const batch of source.batches(clips, range)) yield dataset.normalise?.(modality, Float32Array.from(batch)) ?? batch;
    },
  };
}
