import { defineModality, type ModalityBuild } from '@cmg/core';
import { linear, relu } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

const options = z.strictObject({
  hidden: z.int().min(1).default(64).describe('width of the hidden layer of each part'),
  specificWidth: z.int().min(1).default(32).describe('S, width of the modality-specific features'),
});

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, axis) => size * axis, 1);

/** Segments of any shape as rows of numbers: [B, T, ...] -> [B, T, N]. */
const flatten = (x: tf.Tensor): tf.Tensor => x.reshape([...x.shape.slice(0, 2), sizeOf(x.shape.slice(2))]);

/** x W1 + b1, relu, W2 + b2: [B, T, input] -> [B, T, output], each segment independently. */
function twoLayers({ parameters }: ModalityBuild, input: number, hidden: number, output: number): (x: tf.Tensor) => tf.Tensor3D {
  const [first, second] = [linear(parameters.child('first'), input, hidden), linear(parameters.child('second'), hidden, output)];
  return (x) => second(relu(first(x))) as tf.Tensor3D;
}

/** Two layers for each part, without context over time: a starting point, to be replaced by what suits the signal. */
export const exampleModality = defineModality({
  name: 'example',
  description: 'segments of example features, each independently',
  options,
  features: { axes: ['F'], description: 'numbers of one segment' },

  createSemanticEncoder({ hidden }, build) {
    const encode = twoLayers(build, sizeOf(build.featureShape), hidden, build.width);
    return { apply: (x) => encode(flatten(x)) };
  },

  createSpecificEncoder({ hidden, specificWidth }, build) {
    const encode = twoLayers(build, sizeOf(build.featureShape), hidden, specificWidth);
    return {
      clubWidth: specificWidth,
      specificShape: [specificWidth],
      apply(x) {
        const specific = encode(flatten(x));
        return { specific, clubView: specific };
      },
    };
  },

  createDecoder({ hidden }, build) {
    const { featureShape, specificShape, width } = build;
    const decode = twoLayers(build, width + sizeOf(specificShape), hidden, sizeOf(featureShape));
    return { apply: (q, s) => decode(tf.concat([q, s], 2)).reshape([...q.shape.slice(0, 2), ...featureShape]) };
  },
});
