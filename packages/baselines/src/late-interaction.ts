import { unitVectors } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { contrastObjective } from './clip-contrast.js';

/**
 * The similarity of clips by their segments, z^a and z^b [B, T, D] -> S [B, B]:
 *
 * $$ S_{ij} = \tfrac12 \left( \mean_t \max_s \cos(z^a_{it}, z^b_{js}) + \mean_s \max_t \cos(z^a_{it}, z^b_{js}) \right) $$
 *
 * Yao et al. 2022, "FILIP", equations 4 and 5, which contrasts each direction by its own half of S; Khattab & Zaharia 2020, "ColBERT",
 * equation 3. The clips may have different T.
 */
export function lateInteractionScores(za: tf.Tensor3D, zb: tf.Tensor3D): tf.Tensor2D {
  return bestMatches(unitVectors(za), unitVectors(zb));
}

/** The same of unit vectors. */
function bestMatches(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor2D {
  const [rows, t, width] = a.shape;
  const [columns, s] = b.shape;
  const cosines = tf.matMul(a.reshape([rows * t, width]), b.reshape([columns * s, width]), false, true).reshape([rows, t, columns, s]);
  return tf.add(tf.mean(tf.max(cosines, 3), 1), tf.mean(tf.max(cosines, 1), 2)).mul(0.5) as tf.Tensor2D;
}

/** Contrast of clips by the best match of each segment in the other clip. See {@link lateInteractionScores}. */
export const lateInteraction = contrastObjective({
  name: 'late-interaction',
  description: 'contrasts clips by the best matches of their segments: paired clips fit better than others',
  describe: unitVectors<tf.Tensor3D>,
  scores: bestMatches,
});
