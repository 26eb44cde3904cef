import { forModality, type Objective, type ObjectiveFactory } from '@cmg/core';
import { unitVectors } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { clipContrast, contrastScale, pairsOf } from './clip-contrast.js';

const options = z.strictObject({
  temperature: z.number().positive().default(0.07).describe('divisor of the scores; the initial value if it is learnt'),
  learnt: z.boolean().default(false).describe('the temperature is a parameter, at least 0.01'),
});

export type LateInteractionOptions = z.infer<typeof options>;

/**
 * The similarity of clips by their segments, z^a and z^b [B, T, D] -> S [B, B]:
 *
 *     S_ij = 1/2 ( mean_t max_s cos(z^a_it, z^b_js) + mean_s max_t cos(z^a_it, z^b_js) ).
 *
 * Yao et al. 2022, "FILIP", equations 4 and 5; Khattab & Zaharia 2020, "ColBERT", equation 3. The clips may have different T.
 */
export function lateInteractionScores(za: tf.Tensor3D, zb: tf.Tensor3D): tf.Tensor2D {
  const [rows, t, width] = za.shape;
  const [columns, s] = zb.shape;
  const [a, b] = [unitVectors(za).reshape([rows * t, width]), unitVectors(zb).reshape([columns * s, width])];
  const cosines = tf.matMul(a, b, false, true).reshape([rows, t, columns, s]);
  return tf.add(tf.mean(tf.max(cosines, 3), 1), tf.mean(tf.max(cosines, 1), 2)).mul(0.5) as tf.Tensor2D;
}

/**
 * Contrast of clips by the best match of each segment in the other clip, one term per pair of modalities. See {@link
 * lateInteractionScores}.
 */
export const lateInteraction: ObjectiveFactory<LateInteractionOptions> = {
  name: 'late-interaction',
  description: 'contrasts clips by the best matches of their segments: paired clips fit better than others',
  options,
  create: ({ temperature, learnt }, build): Objective => {
    const pairs = pairsOf('late-interaction', build.modalities);
    const scale = contrastScale(temperature, learnt, build);
    return {
      terms: ({ semantic }) => {
        const loss = ([a, b]: readonly [string, string]) =>
          clipContrast(lateInteractionScores(forModality(semantic, a), forModality(semantic, b)), scale());
        return { losses: Object.fromEntries(pairs.map((pair) => [pair.join('-'), loss(pair)])) };
      },
    };
  },
};
