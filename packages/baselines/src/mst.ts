import { contrastObjective } from './clip-contrast.js';
import { clipCosines } from './clip-means.js';

/**
 * The contrast of the modality-shared transformer: {@link clipContrast} of $S_{ij} = \cos(u^a_i, u^b_j)$, $u^m_i = \mean_t z^m_{it}$,
 * times $e^s$, with a parameter s that starts at 1, and $e^s$ at most 100.
 *
 * The other half of the method is one transformer for all modalities: `sharedLayers: true` on each line of a config's `modalities`, see
 * `transformerEncoder` of `@cmg/nn`. You et al. 2022, "Learning Visual Representation from Modality-Shared Contrastive Language-Image
 * Pre-training" (MS-CLIP).
 */
export const mst = contrastObjective({
  name: 'mst',
  description: 'contrasts clips by the means of their segments on a scale that is learnt from e on; with sharedLayers on each modality',
  temperature: Math.exp(-1),
  learnt: true,
  ...clipCosines,
});
