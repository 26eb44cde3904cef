import { CmgError, readSafetensors, type NamedArray } from '@cmg/core';
import { isNdArray, readNpz, readTorch, toNamedArray, type NdArray } from '@cmg/formats';
import { extname } from 'node:path';
import { fileHash } from '../extract/content-key.js';

/** Weights of a trained network from a local file. */
export interface WeightFile {
  readonly tensors: ReadonlyMap<string, NamedArray>;
  readonly file: string;
  /** Hash of the file. */
  readonly fingerprint: string;
}

/**
 * Reads the weights that an extractor needs: safetensors, `.npz`, or a state dict that `torch.save` wrote (`.pth`, `.pt`).
 *
 * @param file undefined where the user named none
 * @param wanted for messages: the extractor's name, and where its weights are to be had
 * @throws CmgError of kind `usage` where none is named or the file cannot be read
 */
export async function readWeights(file: string | undefined, wanted: { readonly extractor: string; readonly hint: string }): Promise<WeightFile> {
  if (file === undefined) {
    throw new CmgError(`the extractor '${wanted.extractor}' needs the option 'weights'`, { kind: 'usage', hint: wanted.hint });
  }
  try {
    return { tensors: await tensorsOf(file), file, fingerprint: await fileHash(file) };
  } catch (cause) {
    throw new CmgError(`the weights cannot be read: ${(cause as Error).message}`, { kind: 'usage', where: file, hint: wanted.hint, cause });
  }
}

async function tensorsOf(file: string): Promise<ReadonlyMap<string, NamedArray>> {
  const ending = extname(file).toLowerCase();
  if (ending === '.npz') return named(await readNpz(file));
  if (ending !== '.pth' && ending !== '.pt') return (await readSafetensors(file)).tensors;
  const state = await readTorch(file);
  if (!(state instanceof Map)) throw new Error('it holds no dict of tensors by name');
  return named([...state].filter((entry): entry is [string, NdArray] => typeof entry[0] === 'string' && isNdArray(entry[1])));
}

const named = (arrays: Iterable<readonly [string, NdArray]>): Map<string, NamedArray> =>
  new Map([...arrays].map(([name, array]) => [name, toNamedArray(array, name)]));
