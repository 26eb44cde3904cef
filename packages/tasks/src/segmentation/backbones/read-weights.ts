import { CmgError, type NamedArray, readSafetensors } from '@cmg/core';
import { isNdArray, readTorch, toNamedArray } from '@cmg/formats';
import { timmName } from './pvt-names.js';

/**
 * The weights of a backbone under timm's names, from a state dict as safetensors or, where the file ends in .pth or .pt, as
 * `torch.save` writes it. Counters and the classifier are left out.
 *
 * @throws CmgError where the file is unreadable or holds no state dict
 */
export async function readWeights(file: string): Promise<ReadonlyMap<string, NamedArray>> {
  const tensors = /\.pth?$/.test(file) ? await readStateDict(file) : (await readSafetensors(file, isFeature)).tensors;
  return new Map([...tensors].map(([name, tensor]) => [timmName(name), tensor]));
}

async function readStateDict(file: string): Promise<ReadonlyMap<string, NamedArray>> {
  const content = await readTorch(file);
  if (!(content instanceof Map)) throw new CmgError('holds no state dict', { kind: 'usage', where: file });
  const tensors = new Map<string, NamedArray>();
  for (const [name, value] of content) {
    if (typeof name !== 'string' || !isFeature(name) || !isNdArray(value)) continue;
    tensors.set(name, toNamedArray(value, `${file}: ${name}`));
  }
  return tensors;
}

const isFeature = (name: string): boolean => !/^(fc|head)\.|num_batches_tracked$/.test(name);
