import { CmgError, type NdArray } from '@cmg/core';
import { writeRows } from '@cmg/formats';
import type { Features, FeatureSource } from '../features/feature-source.js';
import type { OnLeftOut } from '../features/left-out.js';
import { withRunFeatures } from '../features/run-features.js';
import { untilAborted } from '../interruptible.js';
import { checkModality, type Run } from '../runs/open-run.js';
import { type EncodedPart, encodeRows } from './encode-rows.js';

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
  const { shape, rows } = encodeRows(run, modality, source, part);
  const data = new (part === 'indices' ? Int32Array : Float32Array)(shape.reduce((a, b) => a * b, 1));
  let at = 0;
  for await (const values of watched(rows, shape, options)) {
    data.set(values, at);
    at += values.length;
  }
  return { shape, data };
}

/**
 * As {@link encode}, into a `.npy` or `.npz` file, a few clips in memory at a time. Where it throws, the file is not written.
 *
 * @returns the shape that was written
 */
export async function encodeToFile(
  run: Run,
  modality: string,
  features: Features,
  { out, ...options }: EncodeOptions & { readonly out: string },
): Promise<readonly number[]> {
  if (!/\.np[yz]$/.test(out))
    throw new CmgError('ends in neither .npy nor .npz', { kind: 'usage', where: out, hint: 'Name the file that is written so.' });
  checkModality(run, modality);
  const write = async (source: FeatureSource) => {
    const { part = 'indices' } = options;
    const { shape, rows } = encodeRows(run, modality, source, part);
    await writeRows(out, {
      shape,
      type: part === 'indices' ? Int32Array : Float32Array,
      name: ARRAY_NAMES[part],
      rows: watched(rows, shape, options),
    });
    return shape;
  };
  return withRunFeatures(run, modality, features, write, options);
}

/** Of an array in a `.npz`. */
const ARRAY_NAMES = { indices: 'codes', codes: 'vectors', semantic: 'semantic' } as const;

/** Parts of an array of this shape, until the signal comes; progress is told. */
async function* watched<T extends ArrayLike<number>>(
  parts: AsyncIterable<T>,
  shape: readonly number[],
  { signal, onProgress }: EncodeOptions,
): AsyncGenerator<T> {
  const [total = 0, ...clip] = shape;
  const size = clip.reduce((a, b) => a * b, 1);
  let done = 0;
  for await (const part of signal ? untilAborted(parts, signal) : parts) {
    yield part;
    done += part.length / size;
    onProgress?.(done, total);
  }
}
