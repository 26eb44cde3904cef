import { type DatasetReader, defineDatasetReader } from '@cmg/core';
import { digitsOptions, type DigitsOptions } from './digits-options.js';

/**
 * The shipped corpus: clips of ten segments in which a digit is spoken, shown in handwriting and named in a sentence.
 * Needs no network. The first opening describes some 9,000 frames and 9,000 sounds and keeps them in the cache folder.
 */
export const digitsReader: DatasetReader<DigitsOptions> = defineDatasetReader({
  name: 'digits',
  description: 'spoken, handwritten and written digits: a small corpus that comes with the program',
  options: digitsOptions,
  // With the networks that describe frames and sounds comes TensorFlow, which other readers do without.
  open: async (options, context) => (await import('./open-digits.js')).openDigits(options, context),
});
