import { CmgError, type ComponentConfig, type Dataset, type NumberData } from '@cmg/core';
import { readFeaturesFile } from '@cmg/datasets';
import { dirname, extname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Workbench } from '../workbench.js';
import { type FeatureFile, type FeatureSource, withFeatures } from './feature-source.js';

/** Whether a file names clips, each with files of its own. */
export const isManifest = (file: string): boolean => ['.csv', '.jsonl'].includes(extname(file).toLowerCase());

/**
 * As {@link withFeatures}, at the scale of a run's data: what the extractor of that data made, which `features.json` beside a
 * manifest tells, goes through the data set's `normalise`. Other features are taken as they are.
 *
 * @param data of the run; opened only where `features.json` names an extractor
 */
export async function withRunFeatures<T>(
  workbench: Pick<Workbench, 'openDataset'>,
  data: ComponentConfig,
  features: FeatureFile,
  use: (source: FeatureSource) => Promise<T>,
): Promise<T> {
  const { file, modality } = features;
  const about = isManifest(file) ? await readFeaturesFile(join(dirname(file), 'features.json')) : undefined;
  const made = about?.extractors[modality];
  if (made === undefined) return withFeatures(features, use);
  const dataset = await openData(workbench, data, file);
  try {
    const same = isDeepStrictEqual(dataset.extractors?.[modality], made);
    return await withFeatures(features, (source) => use(same ? scaled(source, dataset, modality) : source));
  } finally {
    await dataset.close();
  }
}

async function openData(workbench: Pick<Workbench, 'openDataset'>, data: ComponentConfig, file: string): Promise<Dataset> {
  try {
    return await workbench.openDataset(data);
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
