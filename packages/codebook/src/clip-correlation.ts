import { forModality, pairsOf, type PerModality, perModality, type StepState } from '@cmg/core';
import { meanOverSegments, pairedClips } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

/** Keeps a batch without variance from dividing by 0. */
const LEAST = 1e-12;

/**
 * How far modalities agree about clips: with $u^m_b = \mean_t z^m_{bt}$, less its mean over the batch,
 *
 * $$ \rho = \frac{\sum_b u^a_b \cdot u^b_b}{\sqrt{\sum_b \|u^a_b\|^2 \sum_b \|u^b_b\|^2}} $$
 *
 * mean over pairs of modalities, at least 0; 1 where there is one modality alone. z [B, T, D] per modality, one D. Where clips lack
 * modalities, of the clips that have both, and over the pairs that two clips have.
 */
export function clipCorrelation(step: Pick<StepState, 'modalities' | 'semantic' | 'present'>): tf.Scalar {
  const { modalities, semantic, present } = step;
  if (modalities.length === 1) return tf.scalar(1);
  if (present !== undefined) return pairedCorrelation(modalities, semantic, present);
  const centred = modalities.map((m) => {
    const means = tf.mean(forModality(semantic, m), 1);
    return tf.sub(means, tf.mean(means, 0));
  });
  const correlations = pairsOf(centred).map(([a, b]) => correlation(a, b));
  return tf.relu(tf.addN(correlations).div(correlations.length));
}

/** Of two modalities' centred means, [B, D]. */
function correlation(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const lengths = tf.mul(tf.sum(tf.square(a)), tf.sum(tf.square(b)));
  return tf.div(tf.sum(tf.mul(a, b)), tf.sqrt(tf.add(lengths, LEAST)));
}

function pairedCorrelation(
  modalities: readonly string[],
  semantic: PerModality<tf.Tensor3D>,
  present: PerModality<tf.Tensor2D>,
): tf.Scalar {
  const means = perModality(modalities, (m) => meanOverSegments(forModality(semantic, m), forModality(present, m)));
  const ofPairs = pairsOf(modalities).map(([a, b]) => {
    const paired = pairedClips(forModality(present, a), forModality(present, b)) as tf.Tensor1D;
    const count = tf.sum(paired);
    const centred = (m: string) => {
      const those = tf.mul(forModality(means, m), tf.expandDims(paired, 1));
      const mean = tf.div(tf.sum(those, 0), tf.maximum(count, 1));
      return tf.mul(tf.sub(those, mean), tf.expandDims(paired, 1));
    };
    return { value: correlation(centred(a), centred(b)), counts: tf.cast(tf.greater(count, 1), 'float32') };
  });
  const sum = tf.addN(ofPairs.map(({ value, counts }) => tf.mul(value, counts)));
  return tf.relu(tf.div(sum, tf.maximum(tf.addN(ofPairs.map(({ counts }) => counts)), 1)));
}
