import { forModality, pairsOf, type StepState } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Keeps a batch without variance from dividing by 0. */
const LEAST = 1e-12;

/**
 * How far modalities agree about clips: with $u^m_b = \mean_t z^m_{bt}$, less its mean over the batch,
 *
 * $$ \rho = \frac{\sum_b u^a_b \cdot u^b_b}{\sqrt{\sum_b \|u^a_b\|^2 \sum_b \|u^b_b\|^2}} $$
 *
 * mean over pairs of modalities, at least 0; 1 where there is one modality alone. z [B, T, D] per modality, one D.
 */
export function clipCorrelation({ modalities, semantic }: Pick<StepState, 'modalities' | 'semantic'>): tf.Scalar {
  if (modalities.length === 1) return tf.scalar(1);
  const centred = modalities.map((m) => {
    const means = tf.mean(forModality(semantic, m), 1);
    return tf.sub(means, tf.mean(means, 0));
  });
  const correlations = pairsOf(centred).map(([a, b]) => {
    const lengths = tf.mul(tf.sum(tf.square(a)), tf.sum(tf.square(b)));
    return tf.div(tf.sum(tf.mul(a, b)), tf.sqrt(tf.add(lengths, LEAST)));
  });
  return tf.relu(tf.addN(correlations).div(correlations.length));
}
