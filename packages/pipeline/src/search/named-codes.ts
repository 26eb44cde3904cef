import { CmgError, type Dataset } from '@cmg/core';
import { basename } from 'node:path';
import { encodeAll, type EncodeOptions } from '../encoding/encode.js';
import { runCodes } from '../evaluation/run-codes.js';
import { type Features, type FeatureSource, parseFeatures } from '../features/feature-source.js';
import { withRunFeatures } from '../features/run-features.js';
import { interruptible } from '../interruptible.js';
import type { Run } from '../runs/open-run.js';
import type { ClipCodes } from '@cmg/tasks';

/** Clips by name with their codes. */
export interface NamedCodes extends ClipCodes {
  readonly ids: readonly string[];
}

/**
 * The clips of features in one modality: of a manifest, named by their ids, of a file of raw media, named after it, or of an array
 * [N, T, ...], named `file/row`. T is that of the features.
 */
export function codesOfFeatures(run: Run, modality: string, features: Features, options: EncodeOptions): Promise<NamedCodes> {
  const given = parseFeatures(features);
  const name = basename('file' in given ? given.file : 'clips').replace(/\.[^.]+$/, '');
  const encode = async (source: FeatureSource) => {
    const { shape, data: indices } = await encodeAll(run, modality, source, options);
    const [clips = 0, segments = 0, levels = 1] = shape;
    const rows = Array.from({ length: clips }, (_, row) => row).filter((row) => source.leftOut?.has(row) !== true);
    const size = segments * levels;
    return {
      ids: rows.map((row) => source.ids?.[row] ?? `${name}/${row}`),
      segments,
      levels,
      indices:
        rows.length === clips
          ? (indices as Int32Array)
          : Int32Array.from(rows.flatMap((row) => [...indices.subarray(row * size, (row + 1) * size)])),
    };
  };
  return withRunFeatures(run, modality, given, encode, options);
}

/** The clips of one split of the run's own data that have the modality, named `split/row`. */
export async function codesOfSplit(
  run: Run,
  modality: string,
  { dataset, split, signal }: { readonly dataset: Dataset; readonly split: string; readonly signal?: AbortSignal | undefined },
): Promise<NamedCodes> {
  if (dataset.splits[split] === undefined) {
    throw new CmgError(`the data has no split '${split}'`, { kind: 'usage', hint: `It has ${Object.keys(dataset.splits).join(', ')}.` });
  }
  const cache = await runCodes(run, signal ? interruptible(dataset, signal) : dataset);
  const { clips, segments, levels, indices } = await cache.codes(split, modality);
  const lengths = dataset.lengths?.(split, modality);
  const rows = Array.from({ length: clips }, (_, row) => row).filter((row) => lengths?.[row] !== 0);
  const size = segments * levels;
  return {
    ids: rows.map((row) => `${split}/${row}`),
    segments,
    levels,
    indices: rows.length === clips ? indices : indices.filter((_, i) => lengths?.[Math.floor(i / size)] !== 0),
  };
}
