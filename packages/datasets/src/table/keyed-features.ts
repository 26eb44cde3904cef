import { CmgError } from '@cmg/core';
import { fileNameOf } from '@cmg/formats';
import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { endingOf, holdsSeveral } from '../arrays/array-endings.js';
import type { Locator } from '../arrays/locator.js';

/**
 * Features looked up by a key, such as words by the class that they describe: a `.npz` or `.h5` with one array per
 * key, or a folder with one file per key, named after the key, plain or as `fileNameOf` makes it.
 *
 * @throws CmgError if the path is none of these
 */
export async function keyedFeatures(path: string): Promise<(key: string) => Locator> {
  if (holdsSeveral(path)) return (name) => ({ file: path, name });
  const entries = await readdir(path).catch((cause: Error) => {
    throw new CmgError(`is not a folder, .npz or .h5 file of features: ${cause.message}`, { where: path, cause });
  });
  const known = new Map(entries.filter(endingOf).map((entry) => [parse(entry).name, entry]));
  return (key) => {
    const encoded = fileNameOf(key);
    return { file: join(path, known.get(key) ?? known.get(encoded) ?? `${encoded}.npy`) };
  };
}
