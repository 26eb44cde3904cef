import { CmgError, type NdArray } from '@cmg/core';
import { type Share, writeRows } from '@cmg/formats';
import type { Features, FeatureSource } from '../features/feature-source.js';
import type { OnLeftOut } from '../features/left-out.js';
import { withRunFeatures } from '../features/run-features.js';
import { untilAborted } from '../interruptible.js';
import { checkModality, type Run } from '../runs/open-run.js';
import { type EncodedPart, type EncodedRows, encodeRows } from './encode-rows.js';
import { encodeShared } from './encode-shared.js';

export interface EncodeOptions {
  /** `indices` of codes, [N, T], of several levels [N, T, L], or `codes`, their vectors, or `semantic`, z, [N, T, D]; default: `indices`. */
  readonly part?: EncodedPart;
  /** Aborted: it throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told of clips. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told of unknown columns of a manifest, of features at another scale, and of what they lack, such as words that are unknown. */
  readonly onNote?: (note: string) => void;
  /**
   * Told of clips of a manifest that cannot be read or encoded, and why: the indices of their rows are -1, their vectors and z NaN. Without it the first of them ends it; where no
   * clip is left, its error is thrown all the same.
   */
  readonly onLeftOut?: OnLeftOut;
}

/**
 * Features [N, T, ...] or raw media of one modality -> their codes, int32 indices [N, T] or float32 vectors [N, T, D], or z. T may differ
 * from the length that the run was trained on. Raw media are extracted as the run's data was. Features that the extractors of that data
 * made, which `features.json` beside a manifest tells, are brought to its scale; others are taken as they are.
 *
 * @throws CmgError where the run has no such modality, or features cannot be read, have another shape or are not finite
 *
 * @example
 * const { shape, data } = await encode(run, 'audio', 'audio.npy'); // or 'bell.wav', or a manifest: 'clips.csv'
 */
export async function encode(run: Run, modality: string, features: Features, options: EncodeOptions = {}): Promise<NdArray> {
  checkModality(run, modality);
  return withRunFeatures(run, modality, features, (source) => encodeAll(run, modality, source, options), options);
}

/** As {@link encode}, of features that are open. */
export async function encodeAll(run: Run, modality: string, source: FeatureSource, options: EncodeOptions = {}): Promise<NdArray> {
  const { part = 'indices' } = options;
  const encoded = encodeRows(run, modality, source, part);
  const rows = watcher(source.shape, options)(encoded);
  return collect({ ...encoded, rows }, part === 'indices' ? Int32Array : Float32Array);
}

/** All rows in memory. */
export async function collect({ shape, rows }: EncodedRows, type: new (length: number) => Int32Array | Float32Array): Promise<NdArray> {
  const data = new type(shape.reduce((a, b) => a * b, 1));
  let at = 0;
  for await (const values of rows) {
    data.set(values, at);
    at += values.length;
  }
  return { shape, data };
}

export interface EncodeToFileOptions extends EncodeOptions {
  /** `.npy` or `.npz`. */
  readonly out: string;
  /** Encode together with other processes that are given the same, here or on machines that see the file. */
  readonly share?: Share;
}

/**
 * As {@link encode}, into a `.npy` or `.npz` file, a few clips in memory at a time. Where it throws, the file is not written.
 *
 * @returns the shape that was written; undefined where this process has done its shard and other shards are to be done
 */
export async function encodeToFile(
  run: Run,
  modality: string,
  features: Features,
  { out, share, ...options }: EncodeToFileOptions,
): Promise<readonly number[] | undefined> {
  if (!/\.np[yz]$/.test(out))
    throw new CmgError('ends in neither .npy nor .npz', { kind: 'usage', where: out, hint: 'Name the file that is written so.' });
  checkModality(run, modality);
  const { part = 'indices', signal } = options;
  const write = ({ shape, rows }: EncodedRows) =>
    writeRows(out, { shape, type: part === 'indices' ? Int32Array : Float32Array, name: ARRAY_NAMES[part], rows });
  const encoded = async (source: FeatureSource) => {
    const watch = watcher(source.shape, options);
    const all = encodeRows(run, modality, source, part);
    if (share === undefined) await write({ ...all, rows: watch(all) });
    else {
      const outcome = await encodeShared(run, modality, source, { share, room: `${out}.shared`, part, signal, watch, merge: write });
      if (outcome === 'waiting') return undefined;
      signal?.throwIfAborted();
    }
    return all.shape;
  };
  return withRunFeatures(run, modality, features, encoded, options);
}

/** Of an array in a `.npz`. */
const ARRAY_NAMES = { indices: 'codes', codes: 'vectors', semantic: 'semantic' } as const;

/** Gives the rows of N clips, or of some of them, until the signal comes; progress is told. */
export function watcher(
  [total = 0]: readonly number[],
  { signal, onProgress }: EncodeOptions,
): (encoded: EncodedRows) => EncodedRows['rows'] {
  let done = 0;
  return async function* ({ shape, rows }) {
    const size = shape.slice(1).reduce((a, b) => a * b, 1);
    for await (const part of signal ? untilAborted(rows, signal) : rows) {
      yield part;
      done += part.length / size;
      onProgress?.(done, total);
    }
  };
}
