import type { ComponentConfig, Components, Dataset, DatasetContext } from '@cmg/core';
import { cacheRoot } from '@cmg/runtime';
import { join } from 'node:path';

/** Told of slow preparation of data: the reader, what it does, and the share done in [0, 1]. */
export type DataProgress = (reader: string, what: string, done: number) => void;

/** Opens the data that a config names; the caller closes it. */
export async function openDataset(
  { use, options }: ComponentConfig,
  { datasets }: Pick<Components, 'datasets'>,
  onProgress?: DataProgress,
): Promise<Dataset> {
  return datasets.get(use).open(options, datasetContext(use, onProgress));
}

/** Where a reader may cache, and whom it tells of slow work. */
export function datasetContext(reader: string, onProgress?: DataProgress): DatasetContext {
  return {
    cacheDir: join(cacheRoot(), 'data'),
    ...(onProgress && { onProgress: (what, done) => onProgress(reader, what, done) }),
  };
}
