import type { NdArray } from '@cmg/core';
import { encodeSafetensors, readSafetensors, writeFileAtomic } from '@cmg/formats';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { OfficialCheckpoint } from './official-checkpoint.js';

/**
 * Tensors of an imported checkpoint that our model does not use. The official code's strict loading requires them, so they
 * are kept in the run's folder for an export.
 */
const fileIn = (folder: string): string => join(folder, 'official-unused.safetensors');

/** Stores the tensors of these names, `<module>/<name>`, as float32. */
export async function keepUnusedTensors(folder: string, checkpoint: OfficialCheckpoint, names: Iterable<string>): Promise<void> {
  const tensors = [...names].flatMap((full): [string, NdArray][] => {
    const [module, name] = split(full);
    const array = checkpoint.get(module)?.get(name);
    return array === undefined ? [] : [[full, { shape: array.shape, data: Float32Array.from(array.data) }]];
  });
  await writeFileAtomic(fileIn(folder), encodeSafetensors(tensors));
}

/** The tensors that an import stored in a run's folder; none in a run that was not imported. */
export async function unusedTensors(folder: string): Promise<OfficialCheckpoint> {
  const checkpoint = new Map<string, Map<string, NdArray>>();
  const file = fileIn(folder);
  const kept = await access(file).then(
    () => true,
    () => false,
  );
  if (!kept) return checkpoint;
  for (const [full, array] of (await readSafetensors(file)).tensors) {
    const [module, name] = split(full);
    checkpoint.set(module, (checkpoint.get(module) ?? new Map<string, NdArray>()).set(name, array));
  }
  return checkpoint;
}

const split = (full: string): [module: string, name: string] => [full.slice(0, full.indexOf('/')), full.slice(full.indexOf('/') + 1)];
