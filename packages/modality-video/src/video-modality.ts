import type { ModalityPlugin } from '@cmg/core';
import { videoDecoder } from './video-decoder.js';
import { type VideoOptions, videoOptions } from './video-options.js';
import { videoSemanticEncoder } from './video-semantic-encoder.js';
import { videoSpecificEncoder } from './video-specific-encoder.js';

/**
 * Video: a grid of cells per segment (one frame) or a vector, of any size. The paper's convolutions need 5 x 5 cells; on fewer, each
 * cell is mapped on its own.
 * Each part documents its formula: `videoSemanticEncoder`, `videoSpecificEncoder`, `videoDecoder`. The paper, section 3.2.
 */
export const videoModality: ModalityPlugin<VideoOptions> = {
  name: 'video',
  description:
    'a grid of frame features, or a vector, per segment: spatial pooling and transformer, convolutions for modality-specific features',
  options: videoOptions,
  features: {
    axes: ['H', 'W', 'F'],
    otherAxes: [['F']],
    description: 'VGG19 pool5 maps (7 x 7 x 512), another grid of cells, or one vector (MobileNet, CLIP)',
  },
  createSemanticEncoder: videoSemanticEncoder,
  createSpecificEncoder: videoSpecificEncoder,
  createDecoder: videoDecoder,
};
