import { CmgError, type NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { type Bucket, createBucket, flatten, groupMembers, type Member, unflatten } from './bucket.js';

/** The state of an optimiser by parameter: `<path>/first`, `<path>/second` (float32) and `<path>/steps` (int32, [1]). */
export async function saveMoments(buckets: readonly Bucket[]): Promise<Map<string, NdArray>> {
  const state = new Map<string, NdArray>();
  for (const { members, steps, first, second } of buckets) {
    const tensors = tf.tidy(() => ({ first: unflatten(tf.clone(first), members), second: unflatten(tf.clone(second), members) }));
    for (const [i, { path, variable }] of members.entries()) {
      for (const name of ['first', 'second'] as const) {
        const data = (await (tensors[name][i] as tf.Tensor).data()) as Float32Array;
        state.set(`${path}/${name}`, { shape: variable.shape, data: Float32Array.from(data) });
      }
      state.set(`${path}/steps`, { shape: [1], data: Int32Array.of(steps) });
    }
    tf.dispose(tensors);
  }
  return state;
}

/**
 * The reverse of {@link saveMoments}.
 *
 * @throws CmgError if an entry is missing, unknown or of another shape.
 */
export function loadMoments(members: readonly Member[], state: ReadonlyMap<string, NdArray>): Bucket[] {
  const known = new Set(members.flatMap(({ path }) => [`${path}/first`, `${path}/second`, `${path}/steps`]));
  for (const name of state.keys()) {
    if (!known.has(name)) throw new CmgError('is optimiser state, but not of a parameter of this run', { where: name });
  }
  const steps = new Map(members.map(({ path }) => [path, entry(state, `${path}/steps`, [1]).data[0] as number]));
  for (const { path, variable } of members) {
    entry(state, `${path}/first`, variable.shape);
    entry(state, `${path}/second`, variable.shape);
  }
  return groupMembers(members, ({ path }) => steps.get(path) as number).map((group) => {
    const load = (name: string) => flatten(group.map(({ path, variable }) => toTensor(entry(state, `${path}/${name}`, variable.shape))));
    return createBucket(group, steps.get((group[0] as Member).path) as number, () => ({ first: load('first'), second: load('second') }));
  });
}

const toTensor = ({ data, shape }: NdArray): tf.Tensor => tf.tensor(Float32Array.from(data), [...shape]);

function entry(state: ReadonlyMap<string, NdArray>, name: string, shape: readonly number[]): NdArray {
  const value = state.get(name);
  if (value === undefined) throw new CmgError('is missing from the saved optimiser state', { where: name });
  if (value.shape.length !== shape.length || value.shape.some((size, i) => size !== shape[i])) {
    throw new CmgError(`saved optimiser state has shape [${value.shape.join(', ')}], expected [${shape.join(', ')}]`, { where: name });
  }
  return value;
}
