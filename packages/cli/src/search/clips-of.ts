import { CmgError, type Dataset } from '@cmg/core';
import { readManifest } from '@cmg/media';
import { cacheCodes } from '@cmg/tasks';
import type { Model } from '@cmg/trainer';
import { basename, dirname } from 'node:path';
import { codeCacheOf } from '../code-cache-of.js';
import { encodeFeatures, readFeatures } from '../encode-features.js';
import { frozenEncoder } from '../frozen-encoder.js';
import type { Workbench } from '../workbench.js';

/** Clips by name with their codes. */
export interface NamedCodes {
  readonly ids: readonly string[];
  /** [N * T]. */
  readonly indices: Int32Array;
}

/**
 * The clips of a file in one modality: of a manifest of features, named by their ids, or of an array [N, T, ...], named
 * `file/row`.
 */
export async function clipsOfFile(workbench: Workbench, model: Model, modality: string, file: string): Promise<NamedCodes> {
  if (!/\.(csv|jsonl)$/.test(file)) {
    const { data, shape } = await encodeFeatures(model, modality, await readFeatures(file), { part: 'indices', file });
    const name = basename(file).replace(/\.[^.]+$/, '');
    return { ids: Array.from({ length: shape[0] as number }, (_, row) => `${name}/${row}`), indices: data as Int32Array };
  }
  const rows = await readManifest(file);
  const reader = workbench.components.datasets.get('folder');
  const options = reader.options.parse({ root: dirname(file), manifest: basename(file) }) as Record<string, unknown>;
  const dataset = await workbench.openDataset({ use: reader.name, options });
  try {
    const cache = cacheCodes({ encoder: frozenEncoder(model), dataset });
    const parts = await Promise.all(Object.keys(dataset.splits).map((split) => cache.codes(split, modality)));
    return {
      ids: parts.flatMap(({ split }) => rows.filter((row) => row.split === split).map(({ id }) => id)),
      indices: Int32Array.from(parts.flatMap(({ indices }) => Array.from(indices))),
    };
  } finally {
    await dataset.close();
  }
}

/** The clips of one split of the run's own data, named `split/row`. */
export async function clipsOfSplit(model: Model, run: string, dataset: Dataset, split: string, modality: string): Promise<NamedCodes> {
  if (dataset.splits[split] === undefined) {
    throw new CmgError(`the data has no split '${split}'`, { kind: 'usage', hint: `It has ${Object.keys(dataset.splits).join(', ')}.` });
  }
  const { clips, indices } = await (await codeCacheOf(model, dataset, run)).codes(split, modality);
  return { ids: Array.from({ length: clips }, (_, row) => `${split}/${row}`), indices };
}
