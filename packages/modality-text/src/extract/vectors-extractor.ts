import { CmgError, type Extractor } from '@cmg/core';
import { fileHash } from '@cmg/media';
import { portableVectors, type VectorsOptions } from './portable-vectors.js';
import { readVectors } from './read-vectors.js';
import { tableSession } from './table-session.js';
import { tableTensors } from './table-tensors.js';

/** {@link portableVectors} with the vectors of a file. */
export const vectorsExtractor: Extractor<VectorsOptions, 'text'> = {
  ...portableVectors,
  async open(options) {
    const file = fileOf(options);
    return { ...tableSession(await readVectors(file, options.words)), fingerprint: await fileHash(file) };
  },
  weights: async (options) => tableTensors(await readVectors(fileOf(options), options.words)),
};

function fileOf({ file }: VectorsOptions): string {
  if (file !== undefined) return file;
  throw new CmgError("the extractor 'vectors' needs the option 'file'", {
    kind: 'usage',
    hint: 'For example glove.6B.100d.txt of nlp.stanford.edu/projects/glove, or cc.fr.300.vec.gz of fasttext.cc.',
  });
}
