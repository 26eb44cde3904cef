import { CmgError, type Dataset, type Use } from '@cmg/core';
import { readManifest } from '@cmg/media';
import type { Model } from '@cmg/trainer';
import { basename } from 'node:path';
import { codeCacheOf } from '../code-cache-of.js';
import { encodeAll } from '../encode-features.js';
import { isManifest, withRunFeatures } from '../features/run-features.js';
import type { Workbench } from '../workbench.js';
import type { ClipCodes } from './clip-vectors.js';

/** Clips by name with their codes. */
export interface NamedCodes extends ClipCodes {
  readonly ids: readonly string[];
}

/**
 * The clips of a file in one modality: of a manifest of features, named by their ids, or of an array [N, T, ...], named
 * `file/row`. T is that of the features.
 *
 * @param data of the model's run
 */
export async function clipsOfFile(workbench: Workbench, model: Model, data: Use, modality: string, file: string): Promise<NamedCodes> {
  const codes = await withRunFeatures(workbench, data, { file, modality }, (source) =>
    encodeAll(model, modality, source, { part: 'indices', file }),
  );
  const [clips = 0, segments = 0] = codes.shape;
  const name = basename(file).replace(/\.[^.]+$/, '');
  const ids = isManifest(file) ? (await readManifest(file)).map(({ id }) => id) : Array.from({ length: clips }, (_, row) => `${name}/${row}`);
  return { ids, segments, indices: codes.data as Int32Array };
}

/** The clips of one split of the run's own data, named `split/row`. */
export async function clipsOfSplit(model: Model, run: string, dataset: Dataset, split: string, modality: string): Promise<NamedCodes> {
  if (dataset.splits[split] === undefined) {
    throw new CmgError(`the data has no split '${split}'`, { kind: 'usage', hint: `It has ${Object.keys(dataset.splits).join(', ')}.` });
  }
  const { clips, segments, indices } = await (await codeCacheOf(model, dataset, run)).codes(split, modality);
  return { ids: Array.from({ length: clips }, (_, row) => `${split}/${row}`), segments, indices };
}
