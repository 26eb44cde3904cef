import { CmgError, type ComponentConfig, type Dataset } from '@cmg/core';
import type { Model } from '@cmg/trainer';
import { basename } from 'node:path';
import { codeCacheOf } from '../code-cache-of.js';
import { encodeAll } from '../encode-features.js';
import type { FeatureSource } from '../features/feature-source.js';
import { withRunFeatures } from '../features/run-features.js';
import { interruptible, untilAborted } from '../interruptible.js';
import type { Workbench } from '../workbench.js';
import type { ClipCodes } from './clip-vectors.js';

/** Clips by name with their codes. */
export interface NamedCodes extends ClipCodes {
  readonly ids: readonly string[];
}

/** Where clips come from, and what ends their encoding. */
export interface ClipOrigin {
  readonly model: Model;
  readonly modality: string;
  readonly signal: AbortSignal;
}

/**
 * The clips of a file in one modality: of a manifest of features, named by their ids, or of an array [N, T, ...], named
 * `file/row`. T is that of the features.
 *
 * @param data of the model's run
 */
export function clipsOfFile(workbench: Workbench, { model, modality, signal }: ClipOrigin, data: ComponentConfig, file: string): Promise<NamedCodes> {
  const name = basename(file).replace(/\.[^.]+$/, '');
  return withRunFeatures(workbench, data, { file, modality }, async (source) => {
    const batches: FeatureSource['batches'] = (clips) => untilAborted(source.batches(clips), signal);
    const { shape, data: indices } = await encodeAll(model, modality, { ...source, batches }, { part: 'indices', file });
    const [clips = 0, segments = 0] = shape;
    return { ids: source.ids ?? Array.from({ length: clips }, (_, row) => `${name}/${row}`), segments, indices: indices as Int32Array };
  });
}

/** The clips of one split of the run's own data, named `split/row`. */
export async function clipsOfSplit(run: string, { model, modality, signal }: ClipOrigin, dataset: Dataset, split: string): Promise<NamedCodes> {
  if (dataset.splits[split] === undefined) {
    throw new CmgError(`the data has no split '${split}'`, { kind: 'usage', hint: `It has ${Object.keys(dataset.splits).join(', ')}.` });
  }
  const { clips, segments, indices } = await (await codeCacheOf(model, interruptible(dataset, signal), run)).codes(split, modality);
  return { ids: Array.from({ length: clips }, (_, row) => `${split}/${row}`), segments, indices };
}
