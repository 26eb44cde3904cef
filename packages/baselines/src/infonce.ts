import { unitVectors } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { contrastObjective } from './clip-contrast.js';

/**
 * Contrast of whole clips: with u^m_i = mean_t z^m_it, S_ij = cos(u^a_i, u^b_j). The obvious baseline: paired clips are close, others
 * are not; codes are not involved.
 */
export const infonce = contrastObjective({
  name: 'infonce',
  description: 'contrasts clips by the means of their segments: paired clips become closer than others',
  describe: (z) => unitVectors(tf.mean(z, 1) as tf.Tensor2D),
  scores: (a, b) => tf.matMul(a, b, false, true),
});
