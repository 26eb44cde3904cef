import { type ParameterScope, Random } from '@cmg/core';
import { linear } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

/** Maps of segments by their number. */
export type Projection = 'trained' | 'official-random' | 'none';

/**
 * From the T segments of a sequence to S queries: y_s = sum_t P_st a_t + b_s, [B, T, C] -> [B, S, C].
 *
 * - `trained`: an affine map that learns and is saved with the head.
 * - `official-random`: the same with values that never change. The official code draws its map anew wherever it needs one and
 *   neither trains nor saves it; here it is the same in every head, so that a saved one works.
 * - `none`: the sequence as it is.
 */
export function segmentProjection(
  parameters: ParameterScope,
  projection: Projection,
  segments: number,
  queries: number,
): (sequence: tf.Tensor3D) => tf.Tensor3D {
  if (projection === 'none') return (sequence) => sequence;
  const apply = projection === 'trained' ? linear(parameters, segments, queries) : fixed(segments, queries);
  return (sequence) => apply(sequence.transpose([0, 2, 1])).transpose([0, 2, 1]) as tf.Tensor3D;
}

function fixed(segments: number, queries: number): (x: tf.Tensor) => tf.Tensor {
  const random = new Random(0).fork('segment projection');
  const bound = 1 / Math.sqrt(segments);
  const weight = random.fork('weight').uniforms(segments * queries, -bound, bound);
  const bias = random.fork('bias').uniforms(queries, -bound, bound);
  return (x) => {
    const rows = tf.matMul(x.reshape([-1, segments]), tf.tensor2d(weight, [segments, queries])).add(tf.tensor1d(bias));
    return rows.reshape([...x.shape.slice(0, -1), queries]);
  };
}
