import type { NdArray, ParameterMap } from '@cmg/core';
import { isFileArray, type PickleValue, toNdArray } from '@cmg/formats';
import * as tf from '@tensorflow/tfjs';
import { CODEBOOK_NAMES } from './codebook-buffers.js';
import { fromOfficial } from './import-official.js';
import { type NamedConfig, officialNames } from './names/official-names.js';
import type { OfficialCheckpoint } from './official-checkpoint.js';

/** What Adam keeps of a parameter, in PyTorch's layout. */
export interface ParameterMoments {
  readonly first: NdArray;
  readonly second: NdArray;
  readonly steps: number;
}

/** Optimisers by their keys in the official dictionary -> the modules whose parameters each numbers, in that order. */
const OPTIMIZERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['optimizer', ['text_bilstm', 'encoder', 'cpc', 'decoder']],
  ['optimizer_audio_mi_net', ['club_audio']],
  ['optimizer_video_mi_net', ['club_video']],
  ['optimizer_text_mi_net', ['club_text']],
]);

const BUFFERS = new Set([...CODEBOOK_NAMES.values()].map(({ module, name }) => `${module}/${name}`));

/** Moments by `<module>/<name>`, and the keys of the optimisers that they are of. */
export interface OfficialMoments {
  readonly moments: ReadonlyMap<string, ParameterMoments>;
  readonly keys: readonly string[];
}

/**
 * The moments of the official code's optimisers, as far as they are those of the checkpoint's own parameters: PyTorch numbers parameters and
 * does not name them, so that one too many or of another shape leaves it open which is which.
 */
export function readMoments(saved: ReadonlyMap<PickleValue, PickleValue>, checkpoint: OfficialCheckpoint): OfficialMoments {
  const moments = new Map<string, ParameterMoments>();
  const keys: string[] = [];
  for (const [key, modules] of OPTIMIZERS) {
    const parameters = modules.flatMap((module) =>
      [...(checkpoint.get(module) ?? [])]
        .map(([name, array]) => [`${module}/${name}`, array] as const)
        .filter(([name]) => !BUFFERS.has(name)),
    );
    const own = momentsOf(saved.get(key), parameters);
    if (own === undefined) continue;
    keys.push(key);
    for (const [name, moment] of own) moments.set(name, moment);
  }
  return { moments, keys };
}

function momentsOf(
  optimizer: PickleValue | undefined,
  parameters: readonly (readonly [name: string, array: NdArray])[],
): Map<string, ParameterMoments> | undefined {
  const groups = at(optimizer, 'param_groups');
  const numbers = Array.isArray(groups) ? groups.flatMap((group: PickleValue) => at(group, 'params') ?? []) : [];
  const state = at(optimizer, 'state');
  if (!(state instanceof Map) || state.size === 0 || numbers.length !== parameters.length) return undefined;
  const found = new Map<string, ParameterMoments>();
  for (const [number, entry] of state) {
    const [name, { shape }] = parameters[numbers.indexOf(number)] ?? ['', { shape: undefined }];
    const [first, second] = ['exp_avg', 'exp_avg_sq'].map((key) => arrayAt(entry, key));
    const steps = at(entry, 'step');
    const count = isFileArray(steps) ? Number(steps.data[0]) : steps;
    if (first?.shape.join() !== shape?.join() || second?.shape.join() !== shape?.join()) return undefined;
    if (first === undefined || second === undefined || typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0)
      return undefined;
    if (!first.data.every(Number.isFinite) || !second.data.every(Number.isFinite)) return undefined;
    found.set(name, { first, second, steps: count });
  }
  return found;
}

const at = (value: PickleValue | undefined, key: string): PickleValue | undefined => (value instanceof Map ? value.get(key) : undefined);

function arrayAt(value: PickleValue, key: string): NdArray | undefined {
  const array = at(value, key);
  return isFileArray(array) ? toNdArray(array, key) : undefined;
}

/**
 * The state of one of our optimisers, as it saves it. A parameter whose moments the checkpoint lacks has had no step.
 *
 * @param parameters that it trains
 * @param config that the model was built from
 */
export function importMoments(
  parameters: ParameterMap,
  config: NamedConfig,
  moments: ReadonlyMap<string, ParameterMoments>,
): Map<string, NdArray> {
  const names = officialNames(config);
  const state = new Map<string, NdArray>();
  for (const [path, { shape, size }] of parameters) {
    const official = names.get(path);
    const known = official && moments.get(`${official.module}/${official.name}`);
    const values = (which: 'first' | 'second'): Float32Array =>
      known === undefined || official === undefined
        ? new Float32Array(size)
        : tf.tidy(() => Float32Array.from(fromOfficial(known[which], official).dataSync()));
    state.set(`${path}/first`, { shape, data: values('first') });
    state.set(`${path}/second`, { shape, data: values('second') });
    state.set(`${path}/steps`, { shape: [1], data: Int32Array.of(known?.steps ?? 0) });
  }
  return state;
}
