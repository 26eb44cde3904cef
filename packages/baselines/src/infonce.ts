import { contrastObjective } from './clip-contrast.js';
import { clipCosines } from './clip-means.js';

/**
 * Contrast of whole clips: with $u^m_i = \mean_t z^m_{it}$, $S_{ij} = \cos(u^a_i, u^b_j)$ in {@link clipContrast}. The obvious
 * baseline: paired clips are close, others are not; codes are not involved.
 */
export const infonce = contrastObjective({
  name: 'infonce',
  description: 'contrasts clips by the means of their segments: paired clips become closer than others',
  ...clipCosines,
});
