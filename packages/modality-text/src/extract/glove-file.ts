import { CmgError, type NdArray } from '@cmg/core';
import { decodeSafetensors } from '@cmg/formats';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** The shipped word vectors: gzipped safetensors, made by tools/words. */
export const gloveFile = (): string => fileURLToPath(new URL('../../assets/glove.safetensors.gz', import.meta.url));

/**
 * The shipped GloVe vectors of 30,000 frequent English words, [100] each, as `quantisedTable` reads them. Pennington, Socher and Manning,
 * "GloVe: Global Vectors for Word Representation" (2014).
 *
 * @throws CmgError if the file is damaged or missing
 */
export async function loadGlove(): Promise<ReadonlyMap<string, NdArray>> {
  const file = gloveFile();
  try {
    return decodeSafetensors(await promisify(gunzip)(await readFile(file)), file).tensors;
  } catch (cause) {
    throw new CmgError(`the word vectors cannot be read: ${(cause as Error).message}`, {
      where: file,
      hint: 'Reinstall @cmg/modality-text.',
      cause,
    });
  }
}
