import { CmgError, type Extractor, pathOption } from '@cmg/core';
import { fileHash } from '@cmg/media';
import { z } from 'zod';
import { readVectors } from './read-vectors.js';
import { WordDescriber } from './word-table.js';

const options = z.strictObject({
  file: pathOption()
    .optional()
    .describe('word vectors as text (GloVe, word2vec, fastText: a word and its numbers a line) or .json, also .gz'),
  words: z.int().min(1).default(400_000).describe('how many to read; the files list frequent words first'),
});

export type VectorsOptions = z.infer<typeof options>;

/** The vector of each word from a file, [F]; of a word that it lacks, its spelling: see {@link WordDescriber}. */
export const vectorsExtractor: Extractor<VectorsOptions, 'text'> = {
  name: 'vectors',
  description: 'a vector for each word from a file of GloVe, word2vec, fastText or JSON; other words by their spelling',
  kind: 'text',
  options,
  async open({ file, words }) {
    if (file === undefined) {
      throw new CmgError("the extractor 'vectors' needs the option 'file'", {
        kind: 'usage',
        hint: 'For example glove.6B.100d.txt of nlp.stanford.edu/projects/glove, or cc.fr.300.vec.gz of fasttext.cc.',
      });
    }
    const table = await readVectors(file, words);
    const describer = new WordDescriber(table);
    return {
      format: { kind: 'text' },
      featureShape: [table.width],
      fingerprint: await fileHash(file),
      extract: async (media, onNote) => describer.describe(media, onNote),
      dispose: () => undefined,
    };
  },
};
