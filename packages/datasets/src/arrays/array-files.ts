import { CmgError } from '@cmg/core';
import { ARRAY_ENDINGS, type ArrayEnding, endingOf } from './array-endings.js';
import type { ArraySource, ArraySummary, ClipArrays, NumberArray } from './array-source.js';
import { Hdf5Files } from './hdf5-files.js';
import type { Locator } from './locator.js';
import { readClips } from './read-clips.js';
import { release } from './release.js';

type Read = (locator: Locator) => Promise<NumberArray>;

/**
 * Reads arrays in this thread, HDF5 in one of its own: `.npy`, `.npz`, `.pkl`, `.h5` (`.hdf5`), and `.zip` with one pickled array in it, the format
 * in which the features of VGGSound-AVEL, LLP, UCF-101 and AVSBench are published.
 */
export class ArrayFiles implements ArraySource {
  private readonly hdf5 = new Hdf5Files();

  /** The reader of a format is loaded with the first such file, so that a thread that reads only one format stays small. */
  private readonly formats: Readonly<Record<ArrayEnding, Read>> = {
    '.npy': readNpy,
    '.npz': readNpy,
    '.pkl': async (locator) => (await import('./pickled-array.js')).readPickle(locator),
    '.zip': async (locator) => (await import('./pickled-array.js')).readZippedPickle(locator),
    '.h5': (locator) => this.hdf5.read(locator),
    '.hdf5': (locator) => this.hdf5.read(locator),
  };

  async read(locator: Locator): Promise<NumberArray> {
    const ending = endingOf(locator.file);
    if (ending !== undefined) return firstRows(await this.formats[ending](locator), locator);
    throw new CmgError('is not an array file', { where: locator.file, hint: `Known extensions: ${ARRAY_ENDINGS.join(', ')}.` });
  }

  clips(arrays: ClipArrays): Promise<Float32Array> {
    return readClips((locator) => this.read(locator), arrays);
  }

  async summary(locator: Locator): Promise<ArraySummary> {
    const array = await this.read(locator);
    const summary = summarise(array);
    release(array);
    return summary;
  }

  shape(locator: Locator): Promise<readonly number[]> {
    return this.hdf5.shape(locator);
  }

  close(): Promise<void> {
    return this.hdf5.close();
  }
}

function firstRows(array: NumberArray, { rows = Infinity }: Locator): NumberArray {
  const [count = 0, ...segment] = array.shape;
  if (rows >= count) return array;
  return { shape: [rows, ...segment], data: array.data.subarray(0, (array.data.length / count) * rows) };
}

const readNpy: Read = async (locator) => (await import('./npy-array.js')).readNpy(locator);

/** Shape of an array, how many of its values are NaN or infinite in float32, the index of the first, and whether all rows are the same. */
function summarise({ shape, data }: NumberArray): ArraySummary {
  let wrong = 0;
  let first = 0;
  const rows = shape[0] ?? 1;
  const width = data.length / rows;
  let still = rows > 1;
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(Math.fround(data[i] as number)) && wrong++ === 0) first = i;
    if (still && i >= width && data[i] !== data[i - width]) still = false;
  }
  return { shape, wrong, first, still };
}
