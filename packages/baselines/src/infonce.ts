import { forModality, perModality, type Objective, type ObjectiveFactory } from '@cmg/core';
import { unitVectors } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { clipContrast, contrastScale, pairsOf } from './clip-contrast.js';

const options = z.strictObject({
  temperature: z.number().positive().default(0.07).describe('what cosines are divided by; where it is learnt, its first value'),
  learnt: z.boolean().default(false).describe('the temperature is a parameter, at least 0.01'),
});

export type InfoNceOptions = z.infer<typeof options>;

/**
 * Contrast of whole clips, one term a pair of modalities (`audio-video`): with u^m_i = mean_t z^m_it, S_ij = cos(u^a_i, u^b_j), the
 * symmetric InfoNCE of {@link clipContrast}. What every reader asks for first: paired clips are close, others are not; no code takes part.
 */
export const infonce: ObjectiveFactory<InfoNceOptions> = {
  name: 'infonce',
  description: 'clips of a pair are closer than others: contrast of the means of their segments',
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
