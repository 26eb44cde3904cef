import * as tf from '@tensorflow/tfjs';
import { withoutTape } from '../src/index.js';

describe('withoutTape', () => {
  it('lets a gradient be taken inside of another and frees it at once', () => {
    const x = tf.scalar(3);
    const held: number[] = [];
    const outer = tf.grad((a) => {
      const before = tf.memory().numTensors;
      const inner = withoutTape(() => tf.tidy(() => tf.grad((b) => tf.square(tf.square(b)))(a)));
      held.push(tf.memory().numTensors - before);
      return tf.mul(a, inner);
    })(x);
    expect(outer.dataSync()[0]).toBe(108);
    expect(held).toEqual([1]);
  });

  it('lets the outer gradient go on after an error within', () => {
    const gradient = tf.grad((a) => {
      expect(() =>
        withoutTape(() => {
          throw new Error('inner');
        }),
      ).toThrow('inner');
      return tf.square(a);
    })(tf.scalar(3));
    expect(gradient.dataSync()[0]).toBe(6);
  });
});
