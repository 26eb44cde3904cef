import * as tf from '@tensorflow/tfjs';

/** Taken from the score of what a clip is not compared with: its probability is 0, and no gradient reaches it. */
const APART = 1e9;

/** 1 for each clip that has a segment in both modalities, [B], from their present [B, T]. Undefined where neither lacks any. */
export function pairedClips(a: tf.Tensor2D | undefined, b: tf.Tensor2D | undefined): tf.Tensor1D | undefined {
  if (a === undefined || b === undefined) return undefined;
  return tf.mul(tf.max(a, 1), tf.max(b, 1));
}

/** Scores [B, B] with those of unpaired clips, rows and columns, so low that a softmax gives them nothing; as they are if all are paired. */
export function amongPaired(scores: tf.Tensor2D, paired: tf.Tensor1D | undefined): tf.Tensor2D {
  if (paired === undefined) return scores;
  const compared = tf.mul(tf.expandDims(paired, 1), tf.expandDims(paired, 0));
  return tf.add(scores, tf.mul(tf.sub(compared, 1), APART));
}

/** What the scores of pairs are multiplied by, [B, B]: `factor` over the number of paired clips on their diagonal, 0 elsewhere. */
export function pairShares(batch: number, factor: number, paired: tf.Tensor1D | undefined): tf.Tensor2D {
  if (paired === undefined) return tf.eye(batch).mul(factor / batch);
  return tf.mul(tf.eye(batch), tf.div(tf.mul(paired, factor), tf.maximum(tf.sum(paired), 1)));
}
