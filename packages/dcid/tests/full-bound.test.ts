import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { fullBound } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { differences, example, logDensity, plainGaussians, tensors, type Plain } from './support/gaussians.js';

/** All B^2 pairs, one by one. */
function reference(p: Plain): number {
  const clips = p.c.map((_, b) => b);
  const segments = (p.c[0] ?? []).map((_, t) => t);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const density = (b: number, j: number, t: number) => logDensity(p, p.c[j]?.[t] as number[], b, t);
  const own = mean(clips.flatMap((b) => segments.map((t) => density(b, b, t))));
  return own - mean(clips.flatMap((b) => clips.flatMap((j) => segments.map((t) => density(b, j, t)))));
}

describe('fullBound', () => {
  it('agrees with all pairs one by one', () => {
    fc.assert(
      fc.property(plainGaussians, (p) => {
        tf.tidy(() => expectClose(fullBound(tensors(p).q, tensors(p).c), [reference(p)], 2e-5));
      }),
      { numRuns: 40 },
    );
  });

  it('has the gradient of finite differences in all that it reads', () => {
    const { q, c } = tensors(example);
    const gradients = tf.grads((mean, logVariance, x) =>
      fullBound({ mean: mean as tf.Tensor3D, logVariance: logVariance as tf.Tensor3D }, x as tf.Tensor3D),
    )([q.mean, q.logVariance, c]);
    for (const [i, name] of (['mean', 'logVariance', 'c'] as const).entries()) {
      expectClose(gradients[i] as tf.Tensor, differences(example[name], (changed) => reference({ ...example, [name]: changed })));
    }
  });

  it('is 0 where all clips are predicted alike, and for one clip', () => {
    const { c } = tensors(example);
    const same = { mean: tf.fill([3, 2, 2], 0.3) as tf.Tensor3D, logVariance: tf.fill([3, 2, 2], -0.2) as tf.Tensor3D };
    expectClose(fullBound(same, c), [0], 1e-6);
    const one = { mean: tf.ones([1, 2, 2]) as tf.Tensor3D, logVariance: tf.zeros([1, 2, 2]) as tf.Tensor3D };
    expectClose(fullBound(one, tf.fill([1, 2, 2], 3)), [0], 1e-6);
  });

  it('never builds all pairs: no tensor is larger than the features', async () => {
    const { q, c } = { ...tensors(example), c: tf.zeros([3, 2, 2]) as tf.Tensor3D };
    const { kernels } = await tf.profile(() => fullBound(q, c));
    const sizes = kernels.flatMap(({ outputShapes }) => outputShapes.map((shape) => tf.util.sizeFromShape(shape as number[])));
    expect(Math.max(...sizes)).toBe(c.size);
  });
});
