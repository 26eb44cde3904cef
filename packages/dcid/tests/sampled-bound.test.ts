import * as tf from '@tensorflow/tfjs';
import { fullBound, sampledBound } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { differences, example, tensors, type Plain } from './support/gaussians.js';

const PERMUTATION = [1, 2, 0];

/** The official formula in float64. */
function reference({ mean, logVariance, c }: Plain): number {
  const segments = (c[0] ?? []).length;
  const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const terms = c.map((clip, b) =>
    [0, 1].reduce((sum, i) => {
      const at = (x: number[][][], clipIndex: number) => Array.from({ length: segments }, (_, t) => x[clipIndex]?.[t]?.[i] as number);
      const w = Math.exp(average(at(logVariance, b)));
      const error = (other: number) => average(at(mean, b).map((mu, t) => (mu - (at(c, other)[t] as number)) ** 2));
      return sum + (error(PERMUTATION[b] as number) - error(b)) / w;
    }, 0 * clip.length),
  );
  return average(terms) / 2;
}

describe('sampledBound', () => {
  it('is the official formula, with its gradient', () => {
    const { q, c } = tensors(example);
    expectClose(sampledBound(q, c, PERMUTATION), [reference(example)], 1e-6);
    const gradients = tf.grads((mean, logVariance, x) =>
      sampledBound({ mean: mean as tf.Tensor3D, logVariance: logVariance as tf.Tensor3D }, x as tf.Tensor3D, PERMUTATION),
    )([q.mean, q.logVariance, c]);
    for (const [i, name] of (['mean', 'logVariance', 'c'] as const).entries()) {
      expectClose(gradients[i] as tf.Tensor, differences(example[name], (changed) => reference({ ...example, [name]: changed })));
    }
  });

  it('is 0 for the identity', () => {
    const { q, c } = tensors(example);
    expectClose(sampledBound(q, c, [0, 1, 2]), [0], 1e-7);
  });

  it('is, on average over rotations and with a log variance constant in time, the full bound', () => {
    const constant: Plain = { ...example, logVariance: example.logVariance.map((clip) => clip.map(() => clip[0] as number[])) };
    const { q, c } = tensors(constant);
    const values = [[0, 1, 2], [1, 2, 0], [2, 0, 1]].map((rotation) => sampledBound(q, c, rotation).dataSync()[0] as number);
    expectClose(fullBound(q, c), [values.reduce((sum, value) => sum + value, 0) / 3], 1e-6);
  });

  it.each([[[0, 1]], [[0, 1, 1]], [[0, 1, 3]]])('refuses what is no permutation: %j', (wrong) => {
    const { q, c } = tensors(example);
    expect(() => sampledBound(q, c, wrong)).toThrow(`expected a permutation of 3 clips, got [${wrong.join(', ')}]`);
  });
});
