import type { ModalityPlugin } from '@cmg/core';
import { transformerEncoder, vectorDecoder, vectorSpecificEncoder, vectorWidth } from '@cmg/nn';
import { type AudioOptions, audioOptions } from './audio-options.js';

/**
 * Audio: one vector of features per segment.
 *
 * x [B, T, F] -> z: affine F -> D and transformer layers over T, [B, T, D]; s = relu(affine(x)), [B, T, S], which CLUB reads
 * directly; x^ = affine(concat[affine(q), s]), [B, T, F]. Only dropout differs between training and inference.
 * The paper, section 3.2.
 */
export const audioModality: ModalityPlugin<AudioOptions> = {
  name: 'audio',
  description: 'one vector of audio features per segment: affine map and transformer over the segments',
  options: audioOptions,
  features: { axes: ['F'], description: 'VGGish embeddings (F = 128) or log-mel features' },
  createSemanticEncoder({ heads, feedForward, layers, dropout, sharedLayers }, { parameters, width, featureShape }) {
    const inputWidth = vectorWidth(featureShape, parameters.path);
    return { apply: transformerEncoder(parameters, { inputWidth, width, heads, feedForward, layers, dropout, sharedLayers }) };
  },
  createSpecificEncoder: ({ specificWidth }, build) => vectorSpecificEncoder(build, specificWidth),
  createDecoder: (_options, build) => vectorDecoder(build),
};
