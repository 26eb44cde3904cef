import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CmgError } from '@cmg/core';
import { decodeSafetensors, type Safetensors } from '@cmg/formats';
import { letterNetworkFile } from '@cmg/modality-video';

const FOLDER = new URL('../assets/', import.meta.url);

/** The shipped assets that clips are made from. */
export interface DigitAssets {
  /** Log-mel spectrograms of spoken words. */
  readonly speech: Safetensors;
  /** Images of handwritten digits. */
  readonly handwriting: Safetensors;
  /** Weights of the network that extracts features of frames. */
  readonly letterNetwork: Safetensors;
  /** Hash of all of it. */
  readonly fingerprint: string;
}

/** Reads the shipped files (3 MB; tools/corpus made them). */
export async function loadDigitAssets(): Promise<DigitAssets> {
  const packed = await Promise.all([shipped('speech'), shipped('handwriting'), letterNetworkFile()].map(readAsset));
  const [speech, handwriting, letterNetwork] = await Promise.all(packed.map(unpack));
  const hash = createHash('sha256');
  for (const { bytes } of packed) hash.update(bytes);
  return { speech: speech!, handwriting: handwriting!, letterNetwork: letterNetwork!, fingerprint: hash.digest('hex') };
}

interface PackedAsset {
  readonly file: string;
  readonly bytes: Uint8Array;
}

const shipped = (name: string) => fileURLToPath(new URL(`${name}.safetensors.gz`, FOLDER));

async function readAsset(file: string): Promise<PackedAsset> {
  try {
    return { file, bytes: await readFile(file) };
  } catch (cause) {
    throw damaged(file, cause);
  }
}

async function unpack({ file, bytes }: PackedAsset): Promise<Safetensors> {
  try {
    return decodeSafetensors(await promisify(gunzip)(bytes), file);
  } catch (cause) {
    throw damaged(file, cause);
  }
}

const damaged = (file: string, cause: unknown) =>
  new CmgError(`a file of the digits corpus cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
    where: file,
    hint: 'Reinstall @cmg/digits and @cmg/modality-video.',
    cause,
  });
