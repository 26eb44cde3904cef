import type { Extractor } from '@cmg/core';
import { readWeights } from '@cmg/media';
import { portableVgg19, VGG19_WEIGHTS, type Vgg19Options } from './portable-vgg19.js';

const read = ({ weights: file }: Vgg19Options) => readWeights(file, { extractor: 'vgg19', hint: VGG19_WEIGHTS });

/** {@link portableVgg19} with the weights of a file. */
export const vgg19Extractor: Extractor<Vgg19Options, 'video'> = {
  ...portableVgg19,
  async open(options) {
    const { tensors, fingerprint } = await read(options);
    return { ...portableVgg19.openWith(options, tensors), fingerprint };
  },
  weights: async (options) => new Map([...(await read(options)).tensors].filter(([name]) => name.startsWith('features.'))),
};
