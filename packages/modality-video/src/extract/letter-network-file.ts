import { CmgError, type NdArray } from '@cmg/core';
import { decodeSafetensors } from '@cmg/formats';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { LetterNetwork } from './letter-network.js';

/** The shipped weights of the letter network: gzipped safetensors. */
export const letterNetworkFile = (): string => fileURLToPath(new URL('../../assets/letter-network.safetensors.gz', import.meta.url));

/** What {@link letterNetworkFile} contains. @throws CmgError if it is damaged or missing */
export async function letterWeights(): Promise<ReadonlyMap<string, NdArray>> {
  const file = letterNetworkFile();
  try {
    return decodeSafetensors(await promisify(gunzip)(await readFile(file)), file).tensors;
  } catch (cause) {
    throw new CmgError(`the letter network cannot be read: ${(cause as Error).message}`, {
      where: file,
      hint: 'Reinstall @cmg/modality-video.',
      cause,
    });
  }
}

/**
 * The letter network with its shipped weights. The caller disposes it.
 *
 * @throws CmgError if the file is damaged or missing
 */
export const loadLetterNetwork = async (): Promise<LetterNetwork> => new LetterNetwork(await letterWeights());
