import { expectClose, expectGradients, reference } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { fullBound } from '../src/index.js';
import { example, inputsOf, ofTensors, plainGaussians, tensors } from './support/gaussians.js';

describe('fullBound', () => {
  it('agrees with all pairs one by one', () => {
    fc.assert(
      fc.property(plainGaussians, (p) => {
        tf.tidy(() => expectClose(fullBound(tensors(p).q, tensors(p).c), [reference.fullBound(p, p.c)], 2e-5));
      }),
      { numRuns: 40 },
    );
  });

  it('has the gradient of finite differences in all that it reads', () => {
    expectGradients(ofTensors(fullBound), (mean, logVariance, c) => reference.fullBound({ mean, logVariance }, c), inputsOf(example));
  });

  it('is 0 where all clips are predicted alike, and for one clip', () => {
    const { c } = tensors(example);
    const same = { mean: tf.fill([3, 2, 2], 0.3) as tf.Tensor3D, logVariance: tf.fill([3, 2, 2], -0.2) as tf.Tensor3D };
    expectClose(fullBound(same, c), [0], 1e-6);
    const one = { mean: tf.ones([1, 2, 2]) as tf.Tensor3D, logVariance: tf.zeros([1, 2, 2]) as tf.Tensor3D };
    expectClose(fullBound(one, tf.fill([1, 2, 2], 3)), [0], 1e-6);
  });

  it('refuses features of another shape', () => {
    const { q } = tensors(example);
    expect(() => fullBound(q, tf.zeros([3, 1, 2]))).toThrow('fullBound: c: expected a tensor of shape [3, 2, 2], got [3, 1, 2]');
  });

  it('never builds all pairs: no tensor is larger than the features', async () => {
    const { q, c } = { ...tensors(example), c: tf.zeros([3, 2, 2]) as tf.Tensor3D };
    const { kernels } = await tf.profile(() => fullBound(q, c));
    const sizes = kernels.flatMap(({ outputShapes }) => outputShapes.map((shape) => tf.util.sizeFromShape(shape)));
    expect(Math.max(...sizes)).toBe(c.size);
  });
});
