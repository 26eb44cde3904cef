import { CmgError, type NdArray, type ParameterMap } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Copies of parameters, by path. */
export async function readParameters(parameters: ParameterMap): Promise<Map<string, NdArray>> {
  const values = new Map<string, NdArray>();
  for (const [path, variable] of parameters) {
    values.set(path, { shape: variable.shape, data: Float32Array.from(await variable.data()) });
  }
  return values;
}

/** @throws CmgError unless there is a value of this shape */
export function savedValue(values: ReadonlyMap<string, NdArray>, path: string, shape: readonly number[], where: string): Float32Array {
  const found = values.get(path);
  if (found?.shape.join() === shape.join()) return Float32Array.from(found.data);
  const got = found === undefined ? 'it is missing' : `got [${found.shape.join(', ')}]`;
  throw new CmgError(`expected '${path}' of shape [${shape.join(', ')}]; ${got}`, { where });
}

/**
 * Puts values into parameters.
 *
 * @param where for messages: where the values are from
 * @throws CmgError where a parameter has no value or one of another shape; nothing has changed then.
 */
export function writeParameters(parameters: ParameterMap, values: ReadonlyMap<string, NdArray>, where: string): void {
  for (const [path, variable] of parameters) savedValue(values, path, variable.shape, where);
  tf.tidy(() => {
    for (const [path, variable] of parameters) {
      variable.assign(tf.tensor(values.get(path)?.data as Float32Array, variable.shape, 'float32'));
    }
  });
}
