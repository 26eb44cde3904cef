import { CmgError, type NdArray } from '@cmg/core';
import { isFileArray, type PickleValue, readTorch, toNdArray, withPlainNames } from '@cmg/formats';
import { CHECKPOINT_MODULES, type OfficialCheckpoint } from './official-checkpoint.js';
import { type OfficialMoments, readMoments } from './official-moments.js';

/** The content of a checkpoint file of the official code. */
export interface OfficialFile {
  readonly checkpoint: OfficialCheckpoint;
  /** Counters of its training; 0 if missing. */
  readonly epoch: number;
  readonly step: number;
  /** Of its optimisers, by `<module>/<name>`. */
  readonly moments: OfficialMoments['moments'];
  /** Keys that are none of these. */
  readonly otherKeys: readonly string[];
}

const COUNTERS = { epoch: 'epoch', step: 'total_step' } as const;

/**
 * Reads a checkpoint that the official code saved with `torch.save`.
 *
 * @throws CmgError if the file was not written by `torch.save`, or contains no module of the official code
 */
export async function readOfficialFile(file: string): Promise<OfficialFile> {
  const saved = await readTorch(file);
  if (!(saved instanceof Map)) throw new CmgError('does not contain a dictionary', { kind: 'usage', where: file });
  const known = [...CHECKPOINT_MODULES].filter(([key]) => saved.has(key));
  const keys = [...saved.keys()].map(String);
  if (known.length === 0) {
    throw new CmgError(`does not have any of the keys ${[...CHECKPOINT_MODULES.keys()].join(', ')}`, {
      kind: 'usage',
      where: file,
      hint: `It has ${keys.slice(0, 8).join(', ') || 'nothing'}.`,
    });
  }
  const count = (key: string) => {
    const value = saved.get(key);
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
  };
  const checkpoint = new Map(known.map(([key, module]) => [module, stateDict(saved.get(key), `${file}: ${key}`)]));
  const { moments, keys: optimizers } = readMoments(saved, checkpoint);
  return {
    checkpoint,
    moments,
    epoch: count(COUNTERS.epoch),
    step: count(COUNTERS.step),
    otherKeys: keys.filter((key) => ![...CHECKPOINT_MODULES.keys(), ...Object.values(COUNTERS), ...optimizers].includes(key)),
  };
}

/** A state dict as arrays of our own element types, without the prefixes of wrappers. */
function stateDict(state: PickleValue | undefined, where: string): Map<string, NdArray> {
  if (!(state instanceof Map)) throw new CmgError('is not a state dict', { where });
  const tensors = [...state].map(([name, tensor]): [string, NdArray] => {
    if (typeof name !== 'string') throw new CmgError('has a tensor without a name', { where });
    if (!isFileArray(tensor)) throw new CmgError(`'${name}' is not a tensor`, { where });
    return [name, toNdArray(tensor, `${where}.${name}`)];
  });
  return withPlainNames(tensors, where);
}

export type OfficialTree = Map<string, number | ReadonlyMap<string, NdArray>>;

/** The dictionary that the official code loads. */
export function officialTree({ checkpoint, epoch, step }: Pick<OfficialFile, 'checkpoint' | 'epoch' | 'step'>): OfficialTree {
  const modules = [...CHECKPOINT_MODULES].flatMap(([key, module]) => {
    const tensors = checkpoint.get(module);
    return tensors === undefined ? [] : [[key, tensors] as const];
  });
  return new Map<string, number | ReadonlyMap<string, NdArray>>([...modules, [COUNTERS.epoch, epoch], [COUNTERS.step, step]]);
}
