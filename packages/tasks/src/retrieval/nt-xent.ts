import * as tf from '@tensorflow/tfjs';

/**
 * NT-Xent of two views: with S_ij = a_i . b_j / temperature, the mean of the cross entropies of each a_i over all b_j and of
 * each b_j over all a_i, where the pair (i, i) is the right answer.
 *
 * a, b: unit vectors [B, P]. Chen et al. 2020, "A Simple Framework for Contrastive Learning of Visual Representations", with
 * the negatives of the other modality alone.
 */
export function ntXent(a: tf.Tensor2D, b: tf.Tensor2D, temperature: number): tf.Scalar {
  const scores = tf.matMul(a, b, false, true).div<tf.Tensor2D>(temperature);
  const pairs = tf.eye(a.shape[0]).div(-2 * a.shape[0]);
  return tf.sum(tf.add(tf.logSoftmax(scores), tf.logSoftmax(tf.transpose(scores))).mul(pairs)) as tf.Scalar;
}
