import { CmgError, type NdArray } from '@cmg/core';
import { readSafetensors } from '../safetensors/safetensors.js';
import { extname } from 'node:path';
import { type FileArray, isFileArray, toNdArray } from '../arrays/nd-array.js';
import { readNpz } from '../npy/npz.js';
import { readTorch } from './read-torch.js';

/**
 * Tensors by name: a state dict that `torch.save` wrote where the file ends in `.pth` or `.pt`, an archive of `numpy.savez` where
 * it ends in `.npz`, else safetensors.
 *
 * @param wanted tells by its name whether a tensor is kept; default: all are
 * @throws CmgError where the file cannot be read or holds no tensors by name
 */
export async function readTensors(file: string, wanted: (name: string) => boolean = () => true): Promise<ReadonlyMap<string, NdArray>> {
  const ending = extname(file).toLowerCase();
  if (ending !== '.pth' && ending !== '.pt' && ending !== '.npz') return (await readSafetensors(file, wanted)).tensors;
  const arrays = ending === '.npz' ? await readNpz(file) : await readTorch(file);
  if (!(arrays instanceof Map)) throw new CmgError('holds no dict of tensors by name', { kind: 'usage', where: file });
  const kept = [...arrays].filter((entry): entry is [string, FileArray] => typeof entry[0] === 'string' && wanted(entry[0]) && isFileArray(entry[1]));
  return new Map(kept.map(([name, array]) => [name, toNdArray(array, `${file}: ${name}`)]));
}
