import { CmgError, type Dataset, type NdArray } from '@cmg/core';
import type { SharedOutcome } from '@cmg/formats';
import { basename } from 'node:path';
import { collect, encodeAll, type EncodeOptions, watcher } from '../encoding/encode.js';
import { encodeShared, type SharedEncoding } from '../encoding/encode-shared.js';
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
  const encode = async (source: FeatureSource) => namedCodes(source, given, await encodeAll(run, modality, source, options));
  return withRunFeatures(run, modality, given, encode, options);
}

/**
 * As {@link codesOfFeatures}, encoded together with other processes that are given the same.
 *
 * @param use given all, in the process that finds all done
 */
export function codesShared(
  run: Run,
  modality: string,
  features: Features,
  {
    share,
    room,
    use,
    ...options
  }: EncodeOptions & Pick<SharedEncoding, 'share' | 'room'> & { readonly use: (codes: NamedCodes) => Promise<void> },
): Promise<SharedOutcome> {
  const given = parseFeatures(features);
  const encode = (source: FeatureSource) =>
    encodeShared(run, modality, source, {
      share,
      room,
      part: 'indices',
      signal: options.signal,
      watch: watcher(source.shape, options),
      merge: async (all) => use(namedCodes(source, given, await collect(all, Int32Array))),
    });
  return withRunFeatures(run, modality, given, encode, options);
}

/** Without the clips that were left out, all of whose codes are -1. */
function namedCodes(source: FeatureSource, given: ReturnType<typeof parseFeatures>, { shape, data }: NdArray): NamedCodes {
  const name = basename('file' in given ? given.file : 'clips').replace(/\.[^.]+$/, '');
  const [clips = 0, segments = 0, levels = 1] = shape;
  const indices = data as Int32Array;
  const size = segments * levels;
  const rows = Array.from({ length: clips }, (_, row) => row).filter((row) => indices[row * size] !== -1);
  return {
    ids: rows.map((row) => source.ids?.[row] ?? `${name}/${row}`),
    segments,
    levels,
    indices: rows.length === clips ? indices : Int32Array.from(rows.flatMap((row) => [...indices.subarray(row * size, (row + 1) * size)])),
  };
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
