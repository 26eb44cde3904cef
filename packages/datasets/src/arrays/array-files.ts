import { CmgError } from '@cmg/core/files';
import { decodePickle, isNdArray, withNpyRows, ZipArchive, type NpyRows } from '@cmg/formats';
import { readFile } from 'node:fs/promises';
import { ARRAY_ENDINGS, type ArrayEnding, endingOf } from './array-endings.js';
import type { ArraySource, NumberArray } from './array-source.js';
import { Hdf5Files } from './hdf5-files.js';
import { type Locator, locatorText } from './locator.js';
import { toNumberArray } from './number-array.js';
import { unreadable } from './unreadable.js';

type Read = (locator: Locator) => Promise<NumberArray>;

/**
 * Reads arrays in this thread: `.npy`, `.npz`, `.pkl`, `.h5` (`.hdf5`), and `.zip` with one pickled array in it, which is how
 * the features of VGGSound-AVEL, LLP, UCF-101 and AVSBench are published.
 */
export class ArrayFiles implements ArraySource {
  private readonly hdf5 = new Hdf5Files();

  private readonly formats: Readonly<Record<ArrayEnding, Read>> = {
    '.npy': readNpy,
    '.npz': readNpy,
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
    throw unreadable(file, cause);
  });
}

/** `.npy`, and `.npz` by the array's name or with a single array. */
function readNpy(locator: Locator): Promise<NumberArray> {
  const read = async (rows: NpyRows) => toNumberArray((await rows.all()).data, rows.shape, locatorText(locator));
  return withNpyRows(locator.file, read, locator.name);
}

function fromPickle(bytes: Uint8Array, where: string): NumberArray {
  const value = decodePickle(bytes, { where });
  if (!isNdArray(value)) throw new CmgError('does not hold an array', { where });
  return toNumberArray(value.data, value.shape, where);
}

/** The one pickle of an archive, whatever it is called. */
async function readZippedPickle({ file }: Locator): Promise<NumberArray> {
  const archive = await ZipArchive.open(file);
  try {
    const pickles = archive.names.filter((name) => name.endsWith('.pkl'));
    const [name] = pickles;
    if (name === undefined || pickles.length > 1) {
      throw new CmgError(`holds ${pickles.length} pickles; expected one`, { where: file });
    }
    return fromPickle(await archive.read(name), archive.where(name));
  } finally {
    archive.close();
  }
}
