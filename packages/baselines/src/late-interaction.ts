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
  return bestMatches(segmentsOf(za), segmentsOf(zb));
}

/** Unit vectors [B, T, D], and which segments there are, [B, T] (default: all). */
interface Segments {
  readonly units: tf.Tensor3D;
  readonly present: tf.Tensor2D | undefined;
}

const segmentsOf = (z: tf.Tensor3D, present?: tf.Tensor2D): Segments => ({ units: unitVectors(z), present });

/** Below every cosine. */
const NO_MATCH = -2;

/** The same of unit vectors; segments that are not there neither match nor are matched. */
function bestMatches(a: Segments, b: Segments): tf.Tensor2D {
  const [rows, t, width] = a.units.shape;
  const [columns, s] = b.units.shape;
  const flat = ({ units }: Segments) => units.reshape([-1, width]) as tf.Tensor2D;
  const cosines = tf.matMul(flat(a), flat(b), false, true).reshape([rows, t, columns, s]);
  if (a.present === undefined || b.present === undefined)
    return tf.add(tf.mean(tf.max(cosines, 3), 1), tf.mean(tf.max(cosines, 1), 2)).mul(0.5) as tf.Tensor2D;
  const [ofA, ofB] = [a.present.reshape([rows, t, 1, 1]), b.present.reshape([1, 1, columns, s])];
  const matches = (there: tf.Tensor, axis: number) => tf.max(tf.where(tf.greater(there, 0), cosines, NO_MATCH), axis);
  const mean = (best: tf.Tensor, there: tf.Tensor, axis: number) =>
    tf.div(tf.sum(tf.mul(best, there), axis), tf.maximum(tf.sum(there, axis), 1));
  const forth = mean(matches(ofB, 3), ofA.squeeze([3]), 1);
  const back = mean(matches(ofA, 1), ofB.squeeze([0]), 2);
  return tf.add(forth, back).mul(0.5) as tf.Tensor2D;
}

/** Contrast of clips by the best match of each segment in the other clip. See {@link lateInteractionScores}. */
export const lateInteraction = contrastObjective({
  name: 'late-interaction',
  description: 'contrasts clips by the best matches of their segments: paired clips fit better than others',
  describe: segmentsOf,
  scores: bestMatches,
});
