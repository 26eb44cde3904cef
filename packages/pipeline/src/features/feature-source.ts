import { CmgError, type NdArray, type NumberData } from '@cmg/core';
import type { ArrayFiles } from '@cmg/datasets';
import { type NpyRows, readNpyRows, type RowRange, toNdArray, withNpyRows } from '@cmg/formats';
import { extname } from 'node:path';
import { datasetsPackage } from './datasets-package.js';
import type { LeftOut } from './left-out.js';

/** Features of clips in files, of which a few clips are in memory at a time. */
export interface FeatureSource {
  /** [N, T, ...] */
  readonly shape: readonly number[];
  /** Names of the clips, [N], where the file gives them any. */
  readonly ids?: readonly string[];
  /** The file, for messages. */
  readonly where?: string;
  /** How many of the T segments each clip has, [N], known once it is read; after them its last segment is repeated. Absent: all have all. */
  readonly lengths?: Int32Array | undefined;
  /** Of a manifest, where a clip that cannot be read does not end the others: those that were left out so far, whose values are zeros. */
  readonly leftOut?: LeftOut | undefined;
  /** All clips in order, only once, or those of a range, at most `clips` at a time: [clips, T, ...] in row-major order. */
  batches(clips: number, range?: RowRange): AsyncIterable<NumberData>;
}

export interface FeatureFile {
  /** `.npy`, `.npz`, `.h5`, `.hdf5`, or a manifest with a file per clip, features or raw media, `.csv` or `.jsonl`. */
  readonly file: string;
  /** Which array of a `.npz` or `.h5` file; default: its only one. */
  readonly key?: string;
}

/** A file of sound, video, pictures or text, or for text words themselves. */
export interface RawMedia {
  readonly media: string;
}

/**
 * Features of clips, [N, T, ...]: a file, an array in memory, or the raw media that they are extracted from. A string is a file of
 * features or a manifest if it ends like one, otherwise raw media.
 */
export type Features = string | FeatureFile | RawMedia | NdArray;

const ENDINGS = ['.npy', '.npz', '.h5', '.hdf5', '.csv', '.jsonl'];

/** Whether a file, by its ending, holds features, or is a manifest, rather than raw media. */
export const isFeatureFile = (file: string): boolean => ENDINGS.includes(extname(file).toLowerCase());

/** Features of which it is known what they are. */
export const parseFeatures = (features: Features): Exclude<Features, string> => {
  if (typeof features !== 'string') return features;
  return isFeatureFile(features) ? { file: features } : { media: features };
};

/**
 * Opens an array of features, and closes it when `use` is done.
 *
 * @throws CmgError where it cannot be read or `use` throws
 */
export async function withFeatures<T>(features: FeatureFile | NdArray, use: (source: FeatureSource) => Promise<T>): Promise<T> {
  return 'file' in features ? withFile(features, use) : use(arrayClips(features));
}

async function withFile<T>({ file, key }: FeatureFile, use: (source: FeatureSource) => Promise<T>): Promise<T> {
  const ending = extname(file).toLowerCase();
  if (ending === '.npy' || ending === '.npz') return withNpyRows(file, (rows) => use(npyClips(rows, file, key)), key);
  if (ending !== '.h5' && ending !== '.hdf5') {
    const hint = 'Known are .npy, .npz, .h5, .hdf5 and manifests, .csv or .jsonl.';
    throw new CmgError('is not a file of features', { kind: 'usage', where: file, hint });
  }
  const { ArrayFiles } = await datasetsPackage(file);
  const files = new ArrayFiles();
  try {
    return await use(await hdf5Rows(files, file, key));
  } finally {
    await files.close();
  }
}

function arrayClips({ shape, data }: NdArray): FeatureSource {
  const size = shape.slice(1).reduce((product, n) => product * n, 1);
  return {
    shape,
    async *batches(clips, { first, end } = allOf(shape)) {
      for (let at = first; at < end; at += clips) yield data.subarray(at * size, Math.min(at + clips, end) * size);
    },
  };
}

function npyClips(rows: NpyRows, where: string, key: string | undefined): FeatureSource {
  return {
    shape: rows.shape,
    where,
    async *batches(clips, range) {
      const parts = range === undefined ? rows.rows(clips) : readNpyRows(where, clips, range, key);
      for await (const part of parts) yield toNdArray(part, where).data;
    },
  };
}

async function hdf5Rows(files: ArrayFiles, file: string, key: string | undefined): Promise<FeatureSource> {
  const locator = { file, ...(key !== undefined && { name: key }) };
  const shape = await files.shape(locator);
  const clip = shape.slice(1);
  return {
    shape,
    where: file,
    batches: (clips, range = allOf(shape)) => gather(range, clips, clip, async (row) => (await files.read({ ...locator, row })).data),
  };
}

/** All clips of features, [N, T, ...]. */
export const allOf = ([total = 0]: readonly number[]): RowRange => ({ first: 0, end: total });

/**
 * Batches of clips that are read one by one.
 *
 * @param jobs clips that are read at the same time
 * @param leftOut told of those that cannot be read; without it the first of them ends the reading
 */
export async function* gather(
  { first: begin, end }: RowRange,
  clips: number,
  clip: readonly number[],
  read: (row: number) => Promise<ArrayLike<number>>,
  {
    jobs = 1,
    leftOut,
    signal,
  }: { readonly jobs?: number; readonly leftOut?: LeftOut | undefined; readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<Float32Array> {
  const size = clip.reduce((product, n) => product * n, 1);
  for (let first = begin; first < end; first += clips) {
    const count = Math.min(clips, end - first);
    const batch = new Float32Array(count * size);
    const rows = Array.from({ length: count }, (_, i) => i).values();
    const work = async () => {
      for (const i of rows) {
        try {
          batch.set(await read(first + i), i * size);
        } catch (error) {
          if (leftOut === undefined || !(error instanceof CmgError) || signal?.aborted === true) throw error;
          leftOut.add(first + i, error);
        }
      }
    };
    // All have ended when it throws: whatever they read from can be closed.
    const ended = await Promise.allSettled(Array.from({ length: jobs }, work));
    const failed = ended.find(({ status }) => status === 'rejected');
    if (failed) throw (failed as PromiseRejectedResult).reason;
    yield batch;
  }
}
