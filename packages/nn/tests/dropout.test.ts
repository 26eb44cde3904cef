import { Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { dropout } from '../src/index.js';
import { expectNoLeak, gradientsOf, inference, noise } from './support/tensors.js';

const training = { training: true, random: new Random(5) };

describe('dropout', () => {
  it('is the identity in inference and at rate 0', () => {
    const x = tf.ones([2, 3]);
    expect(dropout(x, 0.5, inference, 'a')).toBe(x);
    expect(dropout(x, 0, training, 'a')).toBe(x);
  });

  it('drops the rate and scales the rest so that the mean stays', () => {
    const y = dropout(tf.ones([200, 100]), 0.25, training, 'a').dataSync();
    const dropped = y.filter((value) => value === 0).length / y.length;
    expect(dropped).toBeCloseTo(0.25, 1);
    expect([...new Set(y)].sort()).toEqual([0, Math.fround(4 / 3)]);
  });

  it('carries the gradient through the same mask, and leaves no tensors behind', () => {
    const x = noise([8, 8]);
    const mask = dropout(tf.onesLike(x), 0.5, training, 'a');
    const [expected, actual] = [(a: tf.Tensor) => tf.mul(a, mask), (a: tf.Tensor) => dropout(a, 0.5, training, 'a')].map((f) => [
      ...(gradientsOf((a) => f(a), [x])[0] as tf.Tensor).dataSync(),
    ]);
    expect(actual).toEqual(expected);
    expectNoLeak(() => gradientsOf((a) => dropout(a, 0.5, training, 'a'), [x])[0] as tf.Tensor);
  });

  it('draws one mask per label, the same for the same seed', () => {
    const values = (label: string) => [...dropout(tf.ones([64]), 0.5, training, label).dataSync()];
    expect(values('a')).toEqual(values('a'));
    expect(values('a')).not.toEqual(values('b'));
  });
});
