import { CmgError } from '@cmg/core';
import { decodePickle, isFileArray, type PickleValue, readPickleFile, ZipArchive } from '@cmg/formats';
import type { NumberArray } from './array-source.js';
import type { Locator } from './locator.js';
import { toNumberArray } from './number-array.js';

/** The array of a `.pkl` file. */
export async function readPickle({ file }: Locator): Promise<NumberArray> {
  return fromPickle(await readPickleFile(file), file);
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
    const where = archive.where(name);
    return fromPickle(decodePickle(await archive.read(name), { where }), where);
  } finally {
    archive.close();
  }
}

function fromPickle(value: PickleValue, where: string): NumberArray {
  if (!isFileArray(value)) throw new CmgError('does not contain an array', { where });
  return toNumberArray(value.data, value.shape, where);
}
