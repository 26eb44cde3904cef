import type { NdArray } from '@cmg/core';
import { readTensors } from '@cmg/formats';
import { timmName } from './pvt-names.js';

/**
 * The weights of a backbone under timm's names, from a state dict that `readTensors` reads. Counters and the classifier are left
 * out.
 *
 * @throws CmgError where the file is unreadable or holds no state dict
 */
export async function readWeights(file: string): Promise<ReadonlyMap<string, NdArray>> {
  return new Map([...(await readTensors(file, isFeature))].map(([name, tensor]) => [timmName(name), tensor]));
}

const isFeature = (name: string): boolean => !/^(fc|head)\.|num_batches_tracked$/.test(name);
