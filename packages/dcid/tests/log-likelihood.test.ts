import { expectClose, expectGradients, reference } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { logLikelihood } from '../src/index.js';
import { example, inputsOf, ofTensors, plainGaussians, tensors } from './support/gaussians.js';

describe('logLikelihood', () => {
  it('is the mean log density without its constant', () => {
    const q = { mean: tf.tensor3d([[[1, 2]]]), logVariance: tf.tensor3d([[[0, Math.log(4)]]]) };
    expectClose(logLikelihood(q, tf.tensor3d([[[3, 0]]])), [-(4 + (4 / 4 + Math.log(4))) / 2], 1e-6);
    fc.assert(
      fc.property(plainGaussians, (p) => {
        tf.tidy(() => expectClose(logLikelihood(tensors(p).q, tensors(p).c), [reference.logLikelihood(p, p.c)], 1e-5));
      }),
      { numRuns: 40 },
    );
  });

  it('has the gradient of finite differences in all that it reads', () => {
    expectGradients(
      ofTensors(logLikelihood),
      (mean, logVariance, c) => reference.logLikelihood({ mean, logVariance }, c),
      inputsOf(example),
    );
  });

  it('refuses another shape', () => {
    expect(() => logLikelihood(tensors(example).q, tf.zeros([3, 2, 4]))).toThrow('expected a tensor of shape [3, 2, 2], got [3, 2, 4]');
  });
});
