import type { ModalityPlugin } from '@cmg/core';
import { videoClip, videoSiglip, videoTransformers } from '@cmg/media';
import { lettersExtractor } from './extract/letters-extractor.js';
import { videoTfjs } from './extract/tfjs-extractor.js';
import { vgg19Extractor } from './extract/vgg19-extractor.js';
import { videoModality } from './video-modality.js';
import type { VideoOptions } from './video-options.js';

/** {@link videoModality} with its extractors. */
export const videoPlugin: ModalityPlugin<VideoOptions> = {
  ...videoModality,
  extractors: [lettersExtractor, vgg19Extractor, videoTfjs, videoTransformers, videoClip, videoSiglip],
};
