import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { logLikelihood } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { differences, example, logDensity, plainGaussians, tensors, type Plain } from './support/gaussians.js';

const reference = (p: Plain): number => {
  const values = p.c.flatMap((clip, b) => clip.map((c, t) => logDensity(p, c, b, t)));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

describe('logLikelihood', () => {
  it('is the mean log density without its constant', () => {
    const q = { mean: tf.tensor3d([[[1, 2]]]), logVariance: tf.tensor3d([[[0, Math.log(4)]]]) };
    expectClose(logLikelihood(q, tf.tensor3d([[[3, 0]]])), [-(4 + (4 / 4 + Math.log(4))) / 2], 1e-6);
    fc.assert(
      fc.property(plainGaussians, (p) => {
        tf.tidy(() => expectClose(logLikelihood(tensors(p).q, tensors(p).c), [reference(p)], 1e-5));
      }),
      { numRuns: 40 },
    );
  });

  it('has the gradient of finite differences in mean and log variance', () => {
    const { q, c } = tensors(example);
    const [dMean, dLogVariance] = tf.grads((mean, logVariance) =>
      logLikelihood({ mean: mean as tf.Tensor3D, logVariance: logVariance as tf.Tensor3D }, c),
    )([q.mean, q.logVariance]);
    expectClose(dMean as tf.Tensor, differences(example.mean, (mean) => reference({ ...example, mean })));
    expectClose(dLogVariance as tf.Tensor, differences(example.logVariance, (logVariance) => reference({ ...example, logVariance })));
  });

  it('refuses another shape', () => {
    expect(() => logLikelihood(tensors(example).q, tf.zeros([3, 2, 4]))).toThrow('expected a tensor of shape [3, 2, 2], got [3, 2, 4]');
  });
});
