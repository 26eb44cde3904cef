import type { Extractor } from '@cmg/core';
import { readWeights } from '@cmg/media';
import { portableVggish, type VggishOptions } from './portable-vggish.js';

const read = ({ weights: file }: VggishOptions) =>
  readWeights(file, {
    extractor: 'vggish',
    hint: 'For example vggish-10086976.pth of github.com/harritaylor/torchvggish, release v0.1.',
  });

/** {@link portableVggish} with the weights of a file. */
export const vggishExtractor: Extractor<VggishOptions, 'audio'> = {
  ...portableVggish,
  async open(options) {
    const { tensors, fingerprint } = await read(options);
    return { ...portableVggish.openWith(options, tensors), fingerprint };
  },
  weights: async (options) => (await read(options)).tensors,
};
