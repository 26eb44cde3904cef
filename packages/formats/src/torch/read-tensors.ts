import { CmgError, type NdArray } from '@cmg/core';
import { readSafetensors } from '../safetensors/read-safetensors.js';
import { extname } from 'node:path';
import { type FileArray, isFileArray, toNdArray } from '../arrays/nd-array.js';
import { readNpz } from '../npy/npz.js';
import { withPlainNames } from './plain-names.js';
import { readTorch } from './read-torch.js';

/**
 * Tensors by name, without the prefixes of wrappers (`module.`, `_orig_mod.`): a state dict written by `torch.save` if the file ends in `.pth` or `.pt`, an archive of `numpy.savez` if it
 * ends in `.npz`, otherwise safetensors.
 *
 * @param wanted decides by name whether a tensor is kept; default: all
 * @throws CmgError if the file cannot be read or does not contain named tensors
 */
export async function readTensors(file: string, wanted: (name: string) => boolean = () => true): Promise<ReadonlyMap<string, NdArray>> {
  const ending = extname(file).toLowerCase();
  if (ending !== '.pth' && ending !== '.pt' && ending !== '.npz') return (await readSafetensors(file, wanted)).tensors;
  const arrays = ending === '.npz' ? await readNpz(file) : await readTorch(file);
  if (!(arrays instanceof Map)) throw new CmgError('does not contain a dict of named tensors', { kind: 'usage', where: file });
  const named = [...arrays].filter((entry): entry is [string, FileArray] => typeof entry[0] === 'string' && isFileArray(entry[1]));
  const kept = [...withPlainNames(named, file)].filter(([name]) => wanted(name));
  return new Map(kept.map(([name, array]) => [name, toNdArray(array, `${file}: ${name}`)]));
}
