import { type ForwardContext, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { withContext } from '../src/model/with-context.js';

const forward = { training: false, random: new Random(0) };
/** A part that sees its whole clip: each segment becomes the sum of the clip, and 100 times itself. */
const part = { apply: (x: tf.Tensor, _context: ForwardContext) => tf.add(tf.sum(x, 1, true), tf.mul(x, 100)) };
const clip = tf.tensor3d([[[1], [2], [3], [4]]]);
const applied = (context: Parameters<typeof withContext>[1], x: tf.Tensor = clip) => [
  ...withContext(part, context).apply(x, forward).dataSync(),
];

describe('withContext', () => {
  it('leaves a part that may see the clip as it is', () => {
    expect(withContext(part, 'clip')).toBe(part);
    expect(applied('clip')).toEqual([110, 210, 310, 410]);
  });

  it('shows each segment alone', () => {
    expect(applied('none')).toEqual([101, 202, 303, 404]);
  });

  it('shows a window around each segment, whose ends repeat at the ends of the clip', () => {
    expect(applied({ window: 3 })).toEqual([100 + 1 + 1 + 2, 200 + 6, 300 + 9, 400 + 3 + 4 + 4]);
    expect(applied({ window: 1 })).toEqual(applied('none'));
  });

  it('keeps clips apart, and the axes of a segment', () => {
    const x = tf.tensor4d([
      [[[1, 2]], [[3, 4]]],
      [[[5, 6]], [[7, 8]]],
    ]);
    const y = withContext(part, { window: 3 }).apply(x, forward);
    expect(y.shape).toEqual([2, 2, 1, 2]);
    expect([...y.dataSync()]).toEqual([105, 208, 307, 410, 517, 620, 719, 822]);
  });

  it('passes gradients within the reach alone', () => {
    const second = (x: tf.Tensor) => withContext(part, { window: 3 }).apply(x, forward).slice([0, 1], [1, 1]).sum();
    expect([...tf.grad(second)(clip).dataSync()]).toEqual([1, 101, 1, 0]);
  });
});
