import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import type { Gaussian } from '../../src/index.js';

/** mu, lv and c of B clips of T segments, C = 2, as plain numbers. */
export interface Plain {
  readonly mean: number[][][];
  readonly logVariance: number[][][];
  readonly c: number[][][];
}

/** Any of them. */
export const plainGaussians: fc.Arbitrary<Plain> = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 })).chain(([b, t]) => {
  const values = (size: number) =>
    fc.array(fc.array(fc.array(fc.double({ min: -size, max: size, noNaN: true }), { minLength: 2, maxLength: 2 }), { minLength: t, maxLength: t }), {
      minLength: b,
      maxLength: b,
    });
  return fc.record({ mean: values(3), logVariance: values(1), c: values(3) });
});

export const tensors = ({ mean, logVariance, c }: Plain): { q: Gaussian; c: tf.Tensor3D } => ({
  q: { mean: tf.tensor3d(mean), logVariance: tf.tensor3d(logVariance) },
  c: tf.tensor3d(c),
});

/** Three clips of two segments. */
export const example: Plain = {
  mean: [[[0.5, -1], [0.2, 0.4]], [[1.5, 0.3], [-0.7, 0.1]], [[-0.2, 0.9], [0.6, -0.4]]],
  logVariance: [[[0.1, -0.3], [0.5, 0.2]], [[-0.6, 0.4], [0, 0.7]], [[0.3, -0.1], [-0.8, 0.6]]],
  c: [[[1, -0.5], [0, 0.5]], [[2, 1], [-1, 0.3]], [[-1, 0.7], [0.4, -0.9]]],
};

/** log q(c|x) of one segment, up to the constant. */
export function logDensity({ mean, logVariance }: Plain, c: readonly number[], b: number, t: number): number {
  return c.reduce((sum, value, i) => {
    const [mu, lv] = [mean[b]?.[t]?.[i] as number, logVariance[b]?.[t]?.[i] as number];
    return sum - ((mu - value) ** 2 / Math.exp(lv) + lv) / 2;
  }, 0);
}

/** Central differences of f in every element of `values`. */
export function differences(values: number[][][], f: (changed: number[][][]) => number, step = 1e-5): number[] {
  const at = (b: number, t: number, d: number, change: number) =>
    f(values.map((clip, i) => clip.map((row, j) => row.map((x, k) => (i === b && j === t && k === d ? x + change : x)))));
  return values.flatMap((clip, b) => clip.flatMap((row, t) => row.map((_, d) => (at(b, t, d, step) - at(b, t, d, -step)) / (2 * step))));
}
