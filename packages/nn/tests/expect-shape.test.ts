import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../src/index.js';

describe('expectShape', () => {
  it('accepts the exact sizes and any size for a letter', () => {
    expect(() => expectShape(tf.zeros([2, 3, 4]), ['B', 'T', 4], 'here')).not.toThrow();
    expect(() => expectShape(tf.zeros([4]), ['...', 4], 'here')).not.toThrow();
    expect(() => expectShape(tf.zeros([2, 3, 5, 4]), ['...', 5, 4], 'here')).not.toThrow();
    expect(() => expectShape(tf.scalar(1), [], 'here')).not.toThrow();
  });

  it.each([
    [
      [2, 3, 5],
      ['B', 'T', 4],
    ],
    [
      [2, 4],
      ['B', 'T', 4],
    ],
    [
      [2, 3, 1, 4],
      ['B', 'T', 4],
    ],
    [
      [0, 3, 4],
      ['B', 'T', 4],
    ],
    [[4], ['...', 5, 4]],
    [[], ['...', 4]],
  ])('refuses %j where %j is expected', (shape, expected) => {
    expect(() => expectShape(tf.zeros(shape), expected, 'enc/affine')).toThrow(
      `enc/affine: expected a tensor of shape [${expected.join(', ')}], got [${shape.join(', ')}]`,
    );
  });
});
