import { CmgError, type NdArray, type NumberData } from '@cmg/core';
import type { ArrayFiles } from '@cmg/datasets';
import { type NpyRows, toNdArray, withNpyRows } from '@cmg/formats';
import { type PlacedRow, readManifest } from '@cmg/media';
import { dirname, extname, resolve } from 'node:path';
import { datasetsPackage } from './datasets-package.js';

/** Features of clips in files, of which a few clips are in memory at a time. */
export interface FeatureSource {
  /** [N, T, ...] */
  readonly shape: readonly number[];
  /** Names of the clips, [N], where the file gives them any. */
  readonly ids?: readonly string[];
  /** The file, for messages. */
  readonly where?: string;
  /** All clips in order, `clips` at a time, fewer at the end: [clips, T, ...] in row-major order. Only once. */
  batches(clips: number): AsyncIterable<NumberData>;
}

export interface FeatureFile {
  /** `.npy`, `.npz`, `.h5`, `.hdf5`, or a manifest with a file per clip, `.csv` or `.jsonl`. */
  readonly file: string;
  /** Which array of a `.npz` or `.h5` file; default: its only one. */
  readonly key?: string;
}

/** Features of clips, [N, T, ...]: a file, or an array in memory. */
export type Features = string | FeatureFile | NdArray;

const ENDINGS = ['.npy', '.npz', '.h5', '.hdf5', '.csv', '.jsonl'];

/** Whether a file, by its ending, holds features rather than raw media. */
export const isFeatureFile = (file: string): boolean => ENDINGS.includes(extname(file).toLowerCase());

/** The file that features are in; undefined for an array. */
export const featureFile = (features: Features): string | undefined =>
  typeof features === 'string' ? features : 'file' in features ? features.file : undefined;

/**
 * Opens features, and closes them when `use` is done.
 *
 * @param modality the column of a manifest
 * @throws CmgError where they cannot be read or `use` throws
 */
export async function withFeatures<T>(features: Features, modality: string, use: (source: FeatureSource) => Promise<T>): Promise<T> {
  if (typeof features === 'string') return withFile({ file: features }, modality, use);
  return 'file' in features ? withFile(features, modality, use) : use(arrayClips(features));
}

function withFile<T>({ file, key }: FeatureFile, modality: string, use: (source: FeatureSource) => Promise<T>): Promise<T> {
  const ending = extname(file).toLowerCase();
  if (ending === '.npy' || ending === '.npz') {
    return withNpyRows(file, (rows) => use(npyClips(rows, file)), key);
  }
  if (ending === '.h5' || ending === '.hdf5') return withArrayFiles(file, async ({ files }) => use(await hdf5Rows(files, file, key)));
  if (ending === '.csv' || ending === '.jsonl')
    return withArrayFiles(file, async (reading) => use(await manifestClips(reading, file, modality)));
  const hint = 'Known are .npy, .npz, .h5, .hdf5 and manifests, .csv or .jsonl.';
  throw new CmgError('is not a file of features', { kind: 'usage', where: file, hint });
}

function arrayClips({ shape, data }: NdArray): FeatureSource {
  const size = shape.slice(1).reduce((product, n) => product * n, 1);
  return {
    shape,
    async *batches(clips) {
      for (let first = 0; first < data.length; first += clips * size) yield data.subarray(first, first + clips * size);
    },
  };
}

function npyClips(rows: NpyRows, where: string): FeatureSource {
  return {
    shape: rows.shape,
    where,
    async *batches(clips) {
      for await (const part of rows.rows(clips)) yield toNdArray(part, rows.where).data;
    },
  };
}

/** What files of arrays are read with. */
interface Reading {
  readonly files: ArrayFiles;
  readonly holdsSeveral: (file: string) => boolean;
}

async function withArrayFiles<T>(file: string, use: (reading: Reading) => Promise<T>): Promise<T> {
  const { ArrayFiles, holdsSeveral } = await datasetsPackage(file);
  const files = new ArrayFiles();
  try {
    return await use({ files, holdsSeveral });
  } finally {
    await files.close();
  }
}

async function hdf5Rows(files: ArrayFiles, file: string, key: string | undefined): Promise<FeatureSource> {
  const locator = { file, ...(key !== undefined && { name: key }) };
  const shape = await files.shape(locator);
  const [total = 0, ...clip] = shape;
  return {
    shape,
    where: file,
    batches: (clips) => gather(total, clips, clip, async (row) => (await files.read({ ...locator, row })).data),
  };
}

/** The files of the manifest's rows, each [T, ...], in its order. */
async function manifestClips({ files, holdsSeveral }: Reading, file: string, modality: string): Promise<FeatureSource> {
  const rows = await readManifest(file);
  const locate = ({ id, sources, where }: PlacedRow) => {
    const source = sources[modality];
    if (source === undefined) throw new CmgError(`does not name a file for '${modality}'`, { kind: 'usage', where });
    const path = resolve(dirname(file), source);
    return holdsSeveral(path) ? { file: path, name: id } : { file: path };
  };
  const { shape: clip } = await files.read(locate(rows[0] as PlacedRow));
  return {
    shape: [rows.length, ...clip],
    where: file,
    ids: rows.map(({ id }) => id),
    batches: (clips) =>
      gather(rows.length, clips, clip, async (i) => {
        const row = rows[i] as PlacedRow;
        const { shape, data } = await files.read(locate(row));
        if (shape.join() === clip.join()) return data;
        const what = `${modality} has shape [${shape.join(', ')}], that of the first clip [${clip.join(', ')}]`;
        throw new CmgError(what, { kind: 'usage', where: row.where });
      }),
  };
}

/** Batches of clips that are read one by one. */
async function* gather(
  total: number,
  clips: number,
  clip: readonly number[],
  read: (row: number) => Promise<ArrayLike<number>>,
): AsyncGenerator<Float32Array> {
  const size = clip.reduce((product, n) => product * n, 1);
  for (let first = 0; first < total; first += clips) {
    const count = Math.min(clips, total - first);
    const batch = new Float32Array(count * size);
    for (let i = 0; i < count; i++) batch.set(await read(first + i), i * size);
    yield batch;
  }
}
