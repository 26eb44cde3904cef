import { CmgError, type ForwardContext, type ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';
import { constantInitializer, uniformInitializer } from '../initializers.js';
import { dropout } from './dropout.js';
import { linear } from './linear.js';
import { softmax } from './softmax.js';

/** Added to the score of a segment that a clip lacks: nothing attends to it. */
const ABSENT = -1e9;

/**
 * Multi-head self-attention over T: softmax(Q K' / sqrt(width / heads)) V per head, then an affine map;
 * [B, T, width] -> [B, T, width]. In training, dropout is applied to the attention weights.
 * No segment attends to one that its clip lacks (`present` of the context).
 *
 * Parameters: `in` (Q, K and V in one map, width -> 3 width; Xavier-uniform, bias 0) and `out` (width -> width, bias 0), as
 * in PyTorch's MultiheadAttention. Vaswani et al. 2017, "Attention Is All You Need", section 3.2.
 *
 * @param label of its dropout mask: a layer that several modalities share draws one for each
 * @throws CmgError if heads do not divide the width, or x has another shape.
 */
export function selfAttention(
  scope: ParameterScope,
  width: number,
  heads: number,
  rate: number,
  label: string = scope.path,
): (x: tf.Tensor, context: ForwardContext) => tf.Tensor3D {
  if (width % heads !== 0) throw new CmgError(`${heads} heads do not divide the width ${width}`, { where: scope.path, kind: 'usage' });
  const headWidth = width / heads;
  const zero = constantInitializer(0);
  const toQueryKeyValue = linear(scope.child('in'), width, 3 * width, {
    initial: uniformInitializer(Math.sqrt(6 / (4 * width))),
    initialBias: zero,
  });
  const toOutput = linear(scope.child('out'), width, width, { initialBias: zero });
  return (x, context) => {
    expectShape(x, ['B', 'T', width], scope.path);
    const [batch, segments] = x.shape as [number, number];
    const parts = toQueryKeyValue(x).reshape([batch, segments, 3, heads, headWidth]).transpose([2, 0, 3, 1, 4]);
    const [query, key, value] = tf.unstack(parts) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const scores = softmax(amongPresent(tf.matMul(query.mul(1 / Math.sqrt(headWidth)), key, false, true), context));
    const read = tf.matMul(dropout(scores, rate, context, `${label}/weights`), value);
    return toOutput(read.transpose([0, 2, 1, 3]).reshape([batch, segments, width])) as tf.Tensor3D;
  };
}

/** Scores [B, heads, T, T] of queries and keys, those of keys that are not there far below all others. */
function amongPresent(scores: tf.Tensor, { present }: ForwardContext): tf.Tensor {
  if (present === undefined) return scores;
  const [batch, segments] = present.shape;
  return tf.add(scores, tf.mul(tf.sub(1, present), ABSENT).reshape([batch, 1, 1, segments]));
}
