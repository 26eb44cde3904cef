import { forModality, perModality, type Objective, type ObjectiveFactory } from '@cmg/core';
import { unitVectors } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { clipContrast, contrastScale, pairsOf } from './clip-contrast.js';

const options = z.strictObject({
  temperature: z.number().positive().default(0.07).describe('divisor of the cosines; the initial value if it is learnt'),
  learnt: z.boolean().default(false).describe('the temperature is a parameter, at least 0.01'),
});

export type InfoNceOptions = z.infer<typeof options>;

/**
 * Contrast of whole clips, one term per pair of modalities (`audio-video`): with u^m_i = mean_t z^m_it, S_ij = cos(u^a_i, u^b_j), the
 * symmetric InfoNCE of {@link clipContrast}. The obvious baseline: paired clips are close, others are not; codes are not involved.
 */
export const infonce: ObjectiveFactory<InfoNceOptions> = {
  name: 'infonce',
  description: 'contrasts clips by the means of their segments: paired clips become closer than others',
  options,
  create: ({ temperature, learnt }, build): Objective => {
    const pairs = pairsOf('infonce', build.modalities);
    const scale = contrastScale(temperature, learnt, build);
    return {
      terms: ({ modalities, semantic }) => {
        const pooled = perModality(modalities, (m) => unitVectors(tf.mean(forModality(semantic, m), 1) as tf.Tensor2D));
        const loss = ([a, b]: readonly [string, string]) =>
          clipContrast(tf.matMul(forModality(pooled, a), forModality(pooled, b), false, true), scale());
        return { losses: Object.fromEntries(pairs.map((pair) => [pair.join('-'), loss(pair)])) };
      },
    };
  },
};
