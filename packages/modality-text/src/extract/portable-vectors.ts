import { pathOption, type PortableExtractor } from '@cmg/core';
import { z } from 'zod';
import { tableSession } from './table-session.js';
import { tableOf } from './table-tensors.js';

const options = z.strictObject({
  file: pathOption()
    .optional()
    .describe('word vectors as text (GloVe, word2vec, fastText: a word and its numbers a line) or .json, also .gz'),
  words: z.int().min(1).default(400_000).describe('how many to read; the files list frequent words first'),
});

export type VectorsOptions = z.infer<typeof options>;

/** The vector of each word from a file, [F]; of a word that it lacks, its spelling: see {@link WordDescriber}. */
export const portableVectors: PortableExtractor<VectorsOptions, 'text'> = {
  name: 'vectors',
  description: 'a vector for each word from a file of GloVe, word2vec, fastText or JSON; other words by their spelling',
  kind: 'text',
  options,
  openWith: (_options, tensors) => tableSession(tableOf(tensors)),
};
