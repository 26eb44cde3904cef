import type { NdArray } from '@cmg/core';
import { encodeSafetensors, exists, readSafetensors, writeFileAtomic } from '@cmg/formats';
import { join } from 'node:path';
import { checkpointOf, type OfficialCheckpoint, tensorsOf } from './official-checkpoint.js';

/**
 * Tensors of an imported checkpoint that our model does not use. The official code's strict loading requires them, so they
 * are kept in the run's folder for an export.
 */
const fileIn = (folder: string): string => join(folder, 'official-unused.safetensors');

/** Stores the tensors of these names, `<module>/<name>`, as float32. */
export async function keepUnusedTensors(folder: string, checkpoint: OfficialCheckpoint, names: Iterable<string>): Promise<void> {
  const known = tensorsOf(checkpoint);
  const tensors = [...names].flatMap((name): [string, NdArray][] => {
    const array = known.get(name);
    return array === undefined ? [] : [[name, { shape: array.shape, data: Float32Array.from(array.data) }]];
  });
  await writeFileAtomic(fileIn(folder), encodeSafetensors(tensors));
}

/** The tensors that an import stored in a run's folder; none in a run that was not imported. */
export async function unusedTensors(folder: string): Promise<OfficialCheckpoint> {
  const file = fileIn(folder);
  return checkpointOf((await exists(file)) ? (await readSafetensors(file)).tensors : []);
}
