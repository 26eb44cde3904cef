import { type DatasetReader, defineDatasetReader } from '@cmg/core';
import { digitsOptions, type DigitsOptions } from './digits-options.js';

/**
 * The shipped corpus: clips of ten segments in which a digit is spoken, shown in handwriting and named in a sentence.
 * Needs no network. The first opening extracts features of about 9,000 frames and 9,000 sounds and caches them.
 */
export const digitsReader: DatasetReader<DigitsOptions> = defineDatasetReader({
  name: 'digits',
  description: 'spoken, handwritten and written digits: a small corpus that ships with the program',
  options: digitsOptions,
  // The networks for frames and sounds load TensorFlow, which other readers do not need.
  open: async (options, context) => (await import('./open-digits.js')).openDigits(options, context),
});
