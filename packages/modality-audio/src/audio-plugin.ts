import type { ModalityPlugin } from '@cmg/core';
import { audioClap, audioTransformers, audioWav2vec2 } from '@cmg/media';
import { transformerEncoder, vectorDecoder, vectorSpecificEncoder, vectorWidth } from '@cmg/nn';
import { type AudioOptions, audioOptions } from './audio-options.js';
import { logMelExtractor } from './extract/log-mel-extractor.js';
import { audioTfjs } from './extract/tfjs-extractor.js';
import { vggishExtractor } from './extract/vggish-extractor.js';

/**
 * Audio: one vector of features per segment.
 *
 * x [B, T, F] -> z: affine F -> D and transformer layers over T, [B, T, D]; s = relu(affine(x)), [B, T, S], which CLUB reads
 * directly; x^ = affine(concat[affine(q), s]), [B, T, F]. Only dropout differs between training and inference.
 * The paper, section 3.2.
 */
export const audioPlugin: ModalityPlugin<AudioOptions> = {
  name: 'audio',
  description: 'one vector of audio features per segment: affine map and transformer over the segments',
  options: audioOptions,
  features: { axes: ['F'], description: 'VGGish embeddings (F = 128) or log-mel features' },
  extractors: [logMelExtractor, vggishExtractor, audioTfjs, audioTransformers, audioClap, audioWav2vec2],
  createSemanticEncoder({ heads, feedForward, layers, dropout, sharedLayers }, { parameters, width, featureShape }) {
    const inputWidth = vectorWidth(featureShape, parameters.path);
    return { apply: transformerEncoder(parameters, { inputWidth, width, heads, feedForward, layers, dropout, sharedLayers }) };
  },
  createSpecificEncoder: ({ specificWidth }, build) => vectorSpecificEncoder(build, specificWidth),
  createDecoder: (_options, build) => vectorDecoder(build),
};
