import type { NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { pretrainedLayer, VggConvolutions } from '../src/index.js';

const file = 'weights.safetensors';
/** A convolution that takes `factor` times the cell itself, per output channel. */
const centre = (name: string, inputs: number, factors: readonly number[], bias: number): [string, NdArray][] => {
  const data = new Float32Array(factors.length * inputs * 9);
  factors.forEach((factor, out) => (data[out * inputs * 9 + 4] = factor));
  return [
    [`${name}.weight`, { shape: [factors.length, inputs, 3, 3], data }],
    [`${name}.bias`, { shape: [factors.length], data: new Float32Array(factors.length).fill(bias) }],
  ];
};

describe('VggConvolutions', () => {
  it('convolves, rectifies and takes the largest of each 2 x 2 cells', () => {
    // y = relu(2 x + 1), relu(-x + 1); then relu(3 y0): blocks of one convolution, named 0 and 3.
    const tensors = new Map([...centre('features.0', 1, [2, -1], 1), ...centre('features.3', 2, [3], 0)]);
    const network = new VggConvolutions([1, 1], { tensors, file });
    const maps = tf.tidy(() => {
      const x = tf.tensor4d([...Array(16).keys()], [1, 4, 4, 1]);
      return network.apply(x).arraySync();
    });
    expect([network.inputChannels, network.channels]).toEqual([1, 1]);
    expect(maps).toEqual([[[[3 * (2 * 15 + 1)]]]]);
    network.dispose();
  });

  it('leaks no tensors, neither from a call nor from weights that do not fit', () => {
    const before = tf.memory().numTensors;
    const tensors = new Map([...centre('features.0', 1, [1], 0), ...centre('features.2', 2, [1], 0)]);
    expect(() => new VggConvolutions([2], { tensors, file })).toThrow(
      `${file}: features.2: a convolution takes 2 channels, but the previous one produces 1`,
    );
    const network = new VggConvolutions([1], { tensors, file });
    tf.tidy(() => void network.apply(tf.zeros([1, 2, 2, 1])));
    network.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('pretrainedLayer', () => {
  const matrix = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const bias = { shape: [2], data: Float32Array.of(7, 8) };

  it("turns PyTorch's layout, and leaves TensorFlow's", () => {
    tf.tidy(() => {
      const torch = pretrainedLayer(
        {
          tensors: new Map([
            ['fc.weight', matrix],
            ['fc.bias', bias],
          ]),
          file,
        },
        { torch: 'fc' },
        2,
      );
      expect(torch.weight.arraySync()).toEqual([
        [1, 4],
        [2, 5],
        [3, 6],
      ]);
      expect(torch.bias.arraySync()).toEqual([7, 8]);
      const tensors = new Map([
        ['net/fc/weights', matrix],
        ['net/fc/biases', bias],
      ]);
      const tensorflow = pretrainedLayer({ tensors, file }, { torch: 'fc', tensorflow: 'net/fc' }, 2);
      expect(tensorflow.weight.arraySync()).toEqual([
        [1, 2, 3],
        [4, 5, 6],
      ]);
    });
  });

  it('names what is missing or has other axes', () => {
    const read = (tensors: Map<string, NdArray>) => () => pretrainedLayer({ tensors, file }, { torch: 'fc' }, 2);
    expect(read(new Map())).toThrow(`${file}: tensor 'fc.weight': is missing`);
    expect(
      read(
        new Map([
          ['fc.weight', matrix],
          ['fc.bias', matrix],
        ]),
      ),
    ).toThrow("tensor 'fc.bias': expected 1 axes, got shape [2, 3]");
  });
});
