import { CmgError, type NdArray } from '@cmg/core';
import { ARRAY_ENDINGS, type ArrayEnding, endingOf } from './array-endings.js';
import type { ArraySource, ArraySummary, ClipArrays } from './array-source.js';
import { Hdf5Files } from './hdf5-files.js';
import type { Locator } from './locator.js';
import { readClips } from './read-clips.js';
import { release } from './release.js';
import { summarise } from './summarise.js';

type Read = (locator: Locator) => Promise<NdArray<Float32Array | Float64Array>>;

/**
 * Reads arrays in this thread: `.npy`, `.npz`, `.pkl`, `.h5` (`.hdf5`), and `.zip` with one pickled array in it, which is how
 * the features of VGGSound-AVEL, LLP, UCF-101 and AVSBench are published.
 */
export class ArrayFiles implements ArraySource {
  private readonly hdf5 = new Hdf5Files();

  /** What reads a format is loaded with the first such file: a thread that reads one of them stays small. */
  private readonly formats: Readonly<Record<ArrayEnding, Read>> = {
    '.npy': readNpy,
    '.npz': readNpy,
    '.pkl': async (locator) => (await import('./pickled-array.js')).readPickle(locator),
    '.zip': async (locator) => (await import('./pickled-array.js')).readZippedPickle(locator),
    '.h5': (locator) => this.hdf5.read(locator),
    '.hdf5': (locator) => this.hdf5.read(locator),
  };

  async read(locator: Locator): Promise<NdArray<Float32Array | Float64Array>> {
    const ending = endingOf(locator.file);
    if (ending !== undefined) return this.formats[ending](locator);
    throw new CmgError('is no file of arrays', { where: locator.file, hint: `Known are ${ARRAY_ENDINGS.join(', ')}.` });
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

  async close(): Promise<void> {
    this.hdf5.close();
  }
}

const readNpy: Read = async (locator) => (await import('./npy-array.js')).readNpy(locator);
