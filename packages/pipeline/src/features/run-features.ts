import { CmgError, type Dataset, type NumberData } from '@cmg/core';
import type { FeaturesFile } from '@cmg/datasets';
import { dirname, extname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Run } from '../runs/open-run.js';
import { datasetsPackage } from './datasets-package.js';
import { featureFile, type Features, type FeatureSource, withFeatures } from './feature-source.js';

/** Whether a file names clips, each with files of its own. */
const isManifest = (file: string): boolean => ['.csv', '.jsonl'].includes(extname(file).toLowerCase());

/**
 * As {@link withFeatures}, at the scale of a run's data: what the extractor of that data made, which `features.json` beside a
 * manifest tells, goes through the data set's `normalise`. Other features are taken as they are.
 * The run's data is opened only where `features.json` names an extractor.
 */
export async function withRunFeatures<T>(
  run: Pick<Run, 'openDataset'>,
  modality: string,
  features: Features,
  use: (source: FeatureSource) => Promise<T>,
): Promise<T> {
  const file = featureFile(features);
  const about = file !== undefined && isManifest(file) ? await featuresFileBeside(file) : undefined;
  const made = about?.extractors[modality];
  if (file === undefined || made === undefined) return withFeatures(features, modality, use);
  const dataset = await openData(run, file);
  try {
    const same = isDeepStrictEqual(dataset.extractors?.[modality], made);
    return await withFeatures(features, modality, (source) => use(same ? scaled(source, dataset, modality) : source));
  } finally {
    await dataset.close();
  }
}

async function featuresFileBeside(manifest: string): Promise<FeaturesFile | undefined> {
  const { readFeaturesFile } = await datasetsPackage(manifest);
  return readFeaturesFile(join(dirname(manifest), 'features.json'));
}

async function openData(run: Pick<Run, 'openDataset'>, file: string): Promise<Dataset> {
  try {
    return await run.openDataset();
  } catch (cause) {
    if (!(cause instanceof CmgError)) throw cause;
    throw new CmgError(`cannot be brought to the scale of the run's data, which cannot be opened: ${cause.message}`, {
      kind: cause.kind,
      where: file,
      hint: 'Put the data back where the run found it, or give features at its scale in a .npy file.',
      cause,
    });
  }
}

function scaled(source: FeatureSource, dataset: Dataset, modality: string): FeatureSource {
  return {
    ...source,
    async *batches(clips): AsyncGenerator<NumberData> {
      for await (const batch of source.batches(clips)) yield dataset.normalise?.(modality, Float32Array.from(batch)) ?? batch;
    },
  };
}
