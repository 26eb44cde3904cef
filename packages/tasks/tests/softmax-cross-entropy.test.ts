import { Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { softmaxCrossEntropy } from '../src/classification/softmax-cross-entropy.js';

const classes = tf.tensor1d([2, 0, 1, 2], 'int32');
const logits = tf.tensor2d(new Random(1).uniforms(12, -3, 3), [4, 3]);

test('the mean of -log softmax, also where exponents overflow', async () => {
  // -ln softmax([0, ln 3])[1] = ln 4/3; -ln softmax([1000, 0])[1] = 1000.
  const loss = softmaxCrossEntropy(tf.tensor2d([0, Math.log(3), 1000, 0], [2, 2]), tf.tensor1d([1, 1], 'int32'));
  expect((await loss.data())[0]).toBeCloseTo((Math.log(4 / 3) + 1000) / 2, 3);
});

test('its gradient is that of the composition of operations', async () => {
  const composed = (x: tf.Tensor) =>
    tf
      .logSoftmax(x)
      .mul(tf.oneHot(classes, 3))
      .sum()
      .mul(-0.25 * 2);
  const fused = (x: tf.Tensor) => softmaxCrossEntropy(x as tf.Tensor2D, classes).mul(2);
  const difference = tf.grad(fused)(logits).sub(tf.grad(composed)(logits)).abs().max();
  expect((await difference.data())[0]).toBeLessThan(1e-6);
});
