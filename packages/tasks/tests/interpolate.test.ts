import * as tf from '@tensorflow/tfjs';
import { interpolate } from '../src/segmentation/interpolate.js';
import { largestError, segmentationFixture, stored } from './support/segmentation-fixture.js';

const { interpolations } = segmentationFixture();

test.each(interpolations)('as PyTorch: to $y.shape, with its gradient', ({ x, y, weight, gradient }) => {
  const [, height, width] = y.shape as [number, number, number];
  expect(largestError(interpolate(stored(x), height, width), y)).toBeLessThan(1e-6);
  const weighted = (pictures: tf.Tensor) =>
    interpolate(pictures as tf.Tensor4D, height, width)
      .mul(stored(weight))
      .sum();
  expect(largestError(tf.grad(weighted)(stored(x)), gradient)).toBeLessThan(1e-5);
});

test('what has the size already stays as it is', () => {
  const x = stored<tf.Tensor4D>(interpolations[0]!.x);
  expect(interpolate(x, 4, 5)).toBe(x);
});
