import * as tf from '@tensorflow/tfjs';

/** What other modalities add to what a segment contributes to its code; see {@link pairedVectors}. */
export type Pairing = 'none' | 'aligned' | 'cross-attention';

/**
 * What each modality's segments contribute to their codes: $v^m = (z^m + \mean_{o \ne m} r^{m \gets o}) / 2$, with
 *
 * - `aligned` (official code): $r^{m \gets o}_{bt} = z^o_{bt}$, the other modality at the same time;
 * - `cross-attention` (paper, with equation 7): $r^{m \gets o} = \softmax(z^m z^{o\top} / \sqrt D)\, z^o$ over the T segments of the
 *   same clip, without parameters: what fits in the other modality, wherever in the clip it is;
 * - `none`: $v^m = z^m$, plain EMA.
 *
 * semantic: M tensors [B, T, D] -> as many of the same shape, in the same order. Any number of modalities; a single one is
 * returned as it is. Training only, outside of any gradient.
 */
export function pairedVectors(semantic: readonly tf.Tensor3D[], pairing: Pairing): readonly tf.Tensor3D[] {
  if (pairing === 'none' || semantic.length < 2) return semantic;
  return tf.tidy(() => (pairing === 'aligned' ? aligned(semantic) : attended(semantic)));
}

function aligned(semantic: readonly tf.Tensor3D[]): tf.Tensor3D[] {
  const share = 0.5 / (semantic.length - 1);
  const all = tf.addN([...semantic]).mul(share);
  return semantic.map((z) => z.mul(0.5 - share).add(all));
}

/** All pairs of modalities by two products: [B, MT, MT] scores, softmax within each other modality's T, blocks m = o at 0. */
function attended(semantic: readonly tf.Tensor3D[]): tf.Tensor3D[] {
  const modalities = semantic.length;
  const [batch, segments, width] = (semantic[0] as tf.Tensor3D).shape;
  const all = tf.concat([...semantic], 1);
  const scores = tf.matMul(all.mul(1 / Math.sqrt(width)), all, false, true);
  const weights = tf.softmax(scores.reshape([batch, modalities, segments, modalities, segments]));
  const others = tf.sub(1, tf.eye(modalities)).div(2 * (modalities - 1));
  const mixed = weights.mul(others.reshape([1, modalities, 1, modalities, 1])).reshape([batch, modalities * segments, -1]);
  return tf.split(tf.matMul(mixed, all).add(all.mul(0.5)), modalities, 1);
}
