import { CmgError } from '@cmg/core';
import { decodePickle, isFileArray, readBytes, ZipArchive } from '@cmg/formats';
import type { NumberArray } from './array-source.js';
import type { Locator } from './locator.js';
import { toNumberArray } from './number-array.js';

/** The array of a `.pkl` file. */
export async function readPickle({ file }: Locator): Promise<NumberArray> {
  return fromPickle(await readBytes(file), file);
}

/** The only pickle of an archive, whatever its name. */
export async function readZippedPickle({ file }: Locator): Promise<NumberArray> {
  const archive = await ZipArchive.open(file);
  try {
    const pickles = archive.names.filter((name) => name.endsWith('.pkl'));
    const [name] = pickles;
    if (name === undefined || pickles.length > 1) {
      throw new CmgError(`contains ${pickles.length} pickles; expected one`, { where: file });
    }
    return fromPickle(await archive.read(name), archive.where(name));
  } finally {
    archive.close();
  }
}

function fromPickle(bytes: Uint8Array, where: string): NumberArray {
  const value = decodePickle(bytes, { where });
  if (!isFileArray(value)) throw new CmgError('does not contain an array', { where });
  return toNumberArray(value.data, value.shape, where);
}
