import type { ParameterScope } from '@cmg/core';
import { constantInitializer, layerNorm, linear } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

export type Attention = 'dot' | 'softmax';

/**
 * Cross-modal attention of pixels over a sequence: with x the pixels of all frames of a clip and a its sequence of S vectors,
 * out = LayerNorm(x + W sum_s A_is g(a_s)), A_is = theta(x_i) . phi(a_s) / S (dot) or its softmax over s. W starts at 0, so
 * that the block starts as the identity.
 *
 * The temporal pixel-wise audio-visual interaction (TPAVI) of Zhou et al. 2022, "Audio-Visual Segmentation", equation 1,
 * after the non-local block of Wang et al. 2018, with key and value from the sequence. AVSBench's code takes the value
 * from the pixels, copies the sequence to every pixel and normalises W by batch; a sequence that is not copied gives the
 * same attention, and with the value from it frames do not depend on each other.
 *
 * @param width of pixels and sequence, C
 * @returns (x [B, P, C], P pixels of all frames; a [B, S, C]) -> [B, P, C]
 */
export function crossModalFusion(
  parameters: ParameterScope,
  width: number,
  attention: Attention,
): (x: tf.Tensor3D, sequence: tf.Tensor3D) => tf.Tensor3D {
  const inner = Math.max(1, Math.floor(width / 2));
  const query = linear(parameters.child('query'), width, inner);
  const key = linear(parameters.child('key'), width, inner);
  const value = linear(parameters.child('value'), width, inner);
  const zero = constantInitializer(0);
  const out = linear(parameters.child('out'), inner, width, { initial: zero, initialBias: zero });
  const normalise = layerNorm(parameters.child('norm'), width);
  return (x, sequence) => {
    const scores = tf.matMul(query(x), key(sequence), false, true);
    const weights = attention === 'dot' ? tf.div(scores, sequence.shape[1]) : tf.softmax(scores);
    return normalise(tf.add(x, out(tf.matMul(weights, value(sequence))))) as tf.Tensor3D;
  };
}
