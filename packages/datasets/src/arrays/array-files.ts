import { CmgError, decodeNpy } from '@cmg/core';
import { decodePickle, isNdArray, ZipArchive } from '@cmg/formats';
import { readFile } from 'node:fs/promises';
import { ARRAY_ENDINGS, type ArrayEnding, endingOf } from './array-endings.js';
import type { ArraySource, NumberArray } from './array-source.js';
import { Hdf5Files } from './hdf5-files.js';
import { type Locator, locatorText } from './locator.js';
import { toNumberArray } from './number-array.js';

type Read = (locator: Locator) => Promise<NumberArray>;

/**
 * Reads arrays in this thread: `.npy`, `.npz`, `.pkl`, `.h5` (`.hdf5`), and `.zip` with one pickled array in it, which is how
 * the features of VGGSound-AVEL, LLP, UCF-101 and AVSBench are published.
 */
export class ArrayFiles implements ArraySource {
  private readonly hdf5 = new Hdf5Files();

  private readonly formats: Readonly<Record<ArrayEnding, Read>> = {
    '.npy': async ({ file }) => fromNpy(await bytesOf(file), file),
    '.npz': readNpz,
    '.pkl': async ({ file }) => fromPickle(await bytesOf(file), file),
    '.zip': readZippedPickle,
    '.h5': (locator) => this.hdf5.read(locator),
    '.hdf5': (locator) => this.hdf5.read(locator),
  };

  async read(locator: Locator): Promise<NumberArray> {
    const ending = endingOf(locator.file);
    if (ending !== undefined) return this.formats[ending](locator);
    throw new CmgError('is no file of arrays', { where: locator.file, hint: `Known are ${ARRAY_ENDINGS.join(', ')}.` });
  }

  shape(locator: Locator): Promise<readonly number[]> {
    return this.hdf5.shape(locator);
  }

  async close(): Promise<void> {
    this.hdf5.close();
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: Error) => {
    throw new CmgError(`cannot be read: ${cause.message}`, { where: file, cause });
  });
}

function fromNpy(bytes: Uint8Array, where: string): NumberArray {
  const { data, shape } = decodeNpy(bytes, where);
  return toNumberArray(data, shape, where);
}

function fromPickle(bytes: Uint8Array, where: string): NumberArray {
  const value = decodePickle(bytes, { where });
  if (!isNdArray(value)) throw new CmgError('does not hold an array', { where });
  return toNumberArray(value.data, value.shape, where);
}

/** The one pickle of an archive, whatever it is called. */
function readZippedPickle({ file }: Locator): Promise<NumberArray> {
  return fromArchive(file, async (archive) => {
    const pickles = archive.names.filter((name) => name.endsWith('.pkl'));
    const [name] = pickles;
    if (name === undefined || pickles.length > 1) {
      throw new CmgError(`holds ${pickles.length} pickles; expected one`, { where: file });
    }
    return fromPickle(await archive.read(name), archive.where(name));
  });
}

function readNpz(locator: Locator): Promise<NumberArray> {
  const { file, name } = locator;
  return fromArchive(file, async (archive) => {
    const [only, ...others] = archive.names;
    const entry = name === undefined ? only : `${name}.npy`;
    if (entry === undefined || (name === undefined && others.length > 0)) {
      throw new CmgError(`holds ${archive.names.length} arrays; expected one`, { where: file });
    }
    return fromNpy(await archive.read(entry), locatorText(locator));
  });
}

async function fromArchive<T>(file: string, action: (archive: ZipArchive) => Promise<T>): Promise<T> {
  const archive = await ZipArchive.open(file);
  try {
    return await action(archive);
  } finally {
    archive.close();
  }
}
