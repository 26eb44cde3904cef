import { CmgError, type NdArray, type ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { OfficialName, OfficialNames } from './names/official-name.js';

/**
 * Sets the parameters of a scope to those of an official PyTorch checkpoint.
 *
 * PyTorch keeps an affine map as [out, in] (an LSTM's as [4H, in]), a convolution as [out, in, k, k] and a transposed one as
 * [in, out, k, k]; ours are [in, out], [k, k, in, out] and [k, k, out, in]: by rank, the axes are [1, 0] and [2, 3, 1, 0].
 *
 * @param scope the part's; every parameter in it must be in the table.
 * @param read returns a tensor of the checkpoint, undefined if it does not exist.
 * @throws CmgError if a parameter has no official name, or the checkpoint's tensor is missing or of another shape.
 */
export function importOfficial(
  scope: ParameterScope,
  names: OfficialNames,
  read: (module: string, name: string) => NdArray | undefined,
): void {
  const above = scope.path === '' ? 0 : scope.path.length + 1;
  for (const [path, variable] of scope.parameters) {
    const official = names.get(path.slice(above));
    if (official === undefined) throw new CmgError('does not exist in the official code', { where: path });
    const where = `${official.module}/${official.name}`;
    const array = read(official.module, official.name);
    if (array === undefined) throw new CmgError(`is missing from the checkpoint; '${path}' needs it`, { where });
    tf.tidy(() => {
      const value = fromOfficial(array, official);
      if (!tf.util.arraysEqual(value.shape, variable.shape)) {
        const expected = `expected shape [${variable.shape.join(', ')}] for '${path}'`;
        throw new CmgError(`${expected}, got [${value.shape.join(', ')}] (from [${array.shape.join(', ')}])`, { where });
      }
      variable.assign(value);
    });
  }
}

/** A tensor of the official code in our layout. */
export function fromOfficial({ shape, data }: NdArray, { rows }: OfficialName): tf.Tensor {
  const whole = tf.tensor(Float32Array.from(data), [...shape], 'float32');
  const part = rows === undefined ? whole : tf.slice(whole, [rows[0]], [rows[1] - rows[0]]);
  if (part.rank === 4) return tf.transpose(part, [2, 3, 1, 0]);
  return part.rank === 2 ? tf.transpose(part) : part;
}
