import { defineObjective, forModality, perModality } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

const options = z.strictObject({
  target: z.number().positive().default(1).describe('g, the minimum standard deviation of each feature'),
  epsilon: z.number().positive().default(1e-4).describe('added to the variance, so that the gradient of its root is finite'),
});

/**
 * Keeps semantic features from collapsing: mean_d max(0, g - sqrt(var_d + epsilon)) for each modality, where var_d is the variance of
 * feature d of z [B, T, D] over the segments of the batch.
 *
 * The variance term of Bardes et al. 2022, "VICReg: Variance-Invariance-Covariance Regularization for Self-Supervised Learning".
 */
export const exampleObjective = defineObjective({
  name: 'example',
  description: 'semantic features keep a standard deviation over the batch',
  options,
  create: ({ target, epsilon }) => ({
    terms({ modalities, semantic }) {
      const lossOf = (z: tf.Tensor3D): tf.Scalar =>
        tf.tidy(() => {
          const { variance } = tf.moments(z, [0, 1]);
          return tf.relu(tf.sub(target, tf.sqrt(tf.add(variance, epsilon)))).mean() as tf.Scalar;
        });
      return { losses: perModality(modalities, (modality) => lossOf(forModality(semantic, modality))) };
    },
  }),
});
