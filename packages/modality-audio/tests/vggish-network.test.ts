import { readFile } from 'node:fs/promises';
import type { NdArray } from '@cmg/core';
import { sineWeights } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { vggishMel, VggishNetwork } from '../src/index.js';
import { chirp } from './support/chirp.js';

const fixture = JSON.parse(await readFile(new URL('fixtures/vggish.json', import.meta.url), 'utf8')) as {
  embedding: number[];
  withoutLastRelu: number[];
  shapes: Record<string, number[]>;
};
const file = 'vggish.safetensors';
const tensors = sineWeights(fixture.shapes);

function embed(network: VggishNetwork): number[] {
  const values = tf.tidy(() => network.apply(tf.tensor3d(vggishMel(chirp()).subarray(0, 96 * 64), [1, 96, 64])).dataSync());
  network.dispose();
  return [...values];
}

/** The same weights as the TensorFlow release names and lays them out. */
function asTensorflow(): Map<string, NdArray> {
  const names = new Map([
    ['features.0', 'conv1'],
    ['features.3', 'conv2'],
    ['features.6', 'conv3/conv3_1'],
    ['features.8', 'conv3/conv3_2'],
    ['features.11', 'conv4/conv4_1'],
    ['features.13', 'conv4/conv4_2'],
    ['embeddings.0', 'fc1/fc1_1'],
    ['embeddings.2', 'fc1/fc1_2'],
    ['embeddings.4', 'fc2'],
  ]);
  return new Map(
    [...tensors].map(([name, { shape, data }]) => {
      const [layer, kind] = [name.slice(0, name.lastIndexOf('.')), name.endsWith('bias') ? 'biases' : 'weights'];
      const order = shape.length === 4 ? [2, 3, 1, 0] : shape.length === 2 ? [1, 0] : [0];
      const moved = tf.tidy(() => tf.transpose(tf.tensor(data as Float32Array, [...shape]), order).dataSync()) as Float32Array;
      return [`vggish/${names.get(layer)}/${kind}`, { shape: order.map((axis) => shape[axis] as number), data: moved }];
    }),
  );
}

describe('VggishNetwork', () => {
  it('gives what PyTorch gives, with and without the last relu', () => {
    const expectAll = (actual: number[], expected: number[]) => expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 4));
    expectAll(embed(new VggishNetwork({ tensors, file }, true)), fixture.embedding);
    expectAll(embed(new VggishNetwork({ tensors, file }, false)), fixture.withoutLastRelu);
  });

  it('takes the weights of the TensorFlow release', () => {
    embed(new VggishNetwork({ tensors: asTensorflow(), file }, true)).forEach((value, i) =>
      expect(value).toBeCloseTo(fixture.embedding[i]!, 4),
    );
  });

  it('frees its tensors, also where the weights do not fit', () => {
    const before = tf.memory().numTensors;
    embed(new VggishNetwork({ tensors, file }, true));
    const wrong = new Map([...tensors, ['embeddings.0.weight', { shape: [7, 96], data: new Float32Array(7 * 96) }] as const]);
    expect(() => new VggishNetwork({ tensors: wrong, file }, true)).toThrow(
      'the convolutions produce 120 values, but the first affine layer takes 96',
    );
    const without = new Map([...tensors].filter(([name]) => name !== 'embeddings.4.bias'));
    expect(() => new VggishNetwork({ tensors: without, file }, true)).toThrow("vggish.safetensors: tensor 'embeddings.4.bias': is missing");
    expect(tf.memory().numTensors).toBe(before);
  });
});
