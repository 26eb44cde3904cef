import * as tf from '@tensorflow/tfjs';

/** Taken from the score of a segment that is not there. */
const ABSENT = 1e9;

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
 * Where segments are not there, $r^{m \gets o}$ is of those that are, and the mean over the o that have any: `aligned`, at the same time;
 * `cross-attention`, in the clip. If none has, $v^m = z^m$.
 *
 * semantic: M tensors [B, T, D] -> as many of the same shape, in the same order. Any number of modalities; a single one is
 * returned as it is. Training only, outside of any gradient.
 *
 * @param present [B, T] of each; default: all segments are there. Vectors of those that are not mean nothing
 */
export function pairedVectors(
  semantic: readonly tf.Tensor3D[],
  pairing: Pairing,
  present?: readonly tf.Tensor2D[],
): readonly tf.Tensor3D[] {
  if (pairing === 'none' || semantic.length < 2) return semantic;
  return tf.tidy(() => {
    if (present === undefined) return pairing === 'aligned' ? aligned(semantic) : attended(semantic);
    const others = pairing === 'aligned' ? alignedPresent : attendedPresent;
    return semantic.map((z, m) => joined(z, others(m, semantic, present)));
  });
}

/** What the other modalities have for each segment of one: the sum of their vectors, [B, T, D], and of how many it is, [B, T, 1] or [B, 1, 1]. */
interface FromOthers {
  readonly sum: tf.Tensor;
  readonly count: tf.Tensor;
}

/** (z + sum / count) / 2; z where there is nothing. */
function joined(z: tf.Tensor3D, { sum, count }: FromOthers): tf.Tensor3D {
  const mean = tf.div(sum, tf.maximum(count, 1));
  return tf.where(tf.greater(count, 0), tf.mul(tf.add(z, mean), 0.5), z) as tf.Tensor3D;
}

type OthersOf = (m: number, semantic: readonly tf.Tensor3D[], present: readonly tf.Tensor2D[]) => FromOthers;

const alignedPresent: OthersOf = (m, semantic, present) => {
  const there = present.map((segments) => tf.expandDims(segments, 2));
  const others = semantic.flatMap((z, o) => (o === m ? [] : [tf.mul(z, there[o] as tf.Tensor)]));
  return { sum: tf.addN(others), count: tf.addN(there.filter((_, o) => o !== m)) };
};

const attendedPresent: OthersOf = (m, semantic, present) => {
  const z = semantic[m] as tf.Tensor3D;
  const found = semantic.flatMap((other, o) => {
    if (o === m) return [];
    const there = present[o] as tf.Tensor2D;
    const scores = tf.matMul(tf.mul(z, 1 / Math.sqrt(z.shape[2])), other, false, true);
    const read = tf.matMul(tf.softmax(tf.add(scores, tf.mul(tf.sub(tf.expandDims(there, 1), 1), ABSENT))), other);
    const having = tf.max(there, 1, true).expandDims(2);
    return [{ sum: tf.mul(read, having), count: having }];
  });
  return { sum: tf.addN(found.map(({ sum }) => sum)), count: tf.addN(found.map(({ count }) => count)) };
};

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
