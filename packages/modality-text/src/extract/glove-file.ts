import { CmgError, type NdArray } from '@cmg/core';
import { decodeSafetensors } from '@cmg/formats';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { WordTable } from './word-table.js';

/** The shipped word vectors: gzipped safetensors, made by tools/words. */
export const gloveFile = (): string => fileURLToPath(new URL('../../assets/glove.safetensors.gz', import.meta.url));

/**
 * The shipped GloVe vectors of 30,000 frequent English words, [100] each. Pennington, Socher and Manning, "GloVe: Global Vectors for
 * Word Representation" (2014).
 *
 * @throws CmgError if the file is damaged or missing
 */
export async function loadGlove(): Promise<WordTable> {
  const file = gloveFile();
  try {
    const { tensors } = decodeSafetensors(await promisify(gunzip)(await readFile(file)), file);
    const [words, steps, vectors] = ['words', 'steps', 'vectors'].map((name) => tensors.get(name)!) as [NdArray, NdArray, NdArray];
    const width = vectors.shape[1]!;
    const list = new TextDecoder().decode(Uint8Array.from(words.data as ArrayLike<number>)).split('\n');
    const data = new Float32Array(vectors.data.length);
    for (let i = 0; i < data.length; i++) data[i] = ((vectors.data[i] as number) - 128) * (steps.data[Math.floor(i / width)] as number);
    return { width, rows: new Map(list.map((word, row) => [word, row])), data };
  } catch (cause) {
    throw new CmgError(`the word vectors cannot be read: ${(cause as Error).message}`, {
      where: file,
      hint: 'Reinstall @cmg/modality-text.',
      cause,
    });
  }
}
