import { type PerModality, type PortableExtractor, Registry } from '@cmg/core';
import { portableLogMel, portableVggish } from '@cmg/modality-audio';
import { portableGlove, portableVectors, portableWords } from '@cmg/modality-text';
import { portableLetters, portableVgg19 } from '@cmg/modality-video';

/** The extractors that run without files, of each built-in modality. */
export const PORTABLE_EXTRACTORS: PerModality<Registry<PortableExtractor>> = {
  audio: new Registry('audio extractor', [portableLogMel, portableVggish] as PortableExtractor[]),
  video: new Registry('video extractor', [portableLetters, portableVgg19] as PortableExtractor[]),
  text: new Registry('text extractor', [portableGlove, portableVectors, portableWords] as PortableExtractor[]),
};
