import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import type { Gaussian } from '../../src/index.js';

/** mu, lv and c of B clips of T segments, C = 2, as plain numbers. */
export interface Plain {
  readonly mean: number[][][];
  readonly logVariance: number[][][];
  readonly c: number[][][];
}

/** As the inputs of a gradient check. */
export const inputsOf = ({ mean, logVariance, c }: Plain) => [mean, logVariance, c] as [Plain['mean'], Plain['logVariance'], Plain['c']];

/** A function of a Gaussian and c, as one of three tensors. */
export const ofTensors =
  (f: (q: Gaussian, c: tf.Tensor3D) => tf.Scalar) =>
  (mean: tf.Tensor, logVariance: tf.Tensor, c: tf.Tensor): tf.Scalar =>
    f({ mean, logVariance } as Gaussian, c as tf.Tensor3D);

/** Any of them. */
export const plainGaussians: fc.Arbitrary<Plain> = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }))
  .chain(([b, t]) => {
    const values = (size: number) =>
      fc.array(
        fc.array(fc.array(fc.double({ min: -size, max: size, noNaN: true }), { minLength: 2, maxLength: 2 }), {
          minLength: t,
          maxLength: t,
        }),
        {
          minLength: b,
          maxLength: b,
        },
      );
    return fc.record({ mean: values(3), logVariance: values(1), c: values(3) });
  });

export const tensors = ({ mean, logVariance, c }: Plain): { q: Gaussian; c: tf.Tensor3D } => ({
  q: { mean: tf.tensor3d(mean), logVariance: tf.tensor3d(logVariance) },
  c: tf.tensor3d(c),
});

/** Three clips of two segments. */
export const example: Plain = {
  mean: [
    [
      [0.5, -1],
      [0.2, 0.4],
    ],
    [
      [1.5, 0.3],
      [-0.7, 0.1],
    ],
    [
      [-0.2, 0.9],
      [0.6, -0.4],
    ],
  ],
  logVariance: [
    [
      [0.1, -0.3],
      [0.5, 0.2],
    ],
    [
      [-0.6, 0.4],
      [0, 0.7],
    ],
    [
      [0.3, -0.1],
      [-0.8, 0.6],
    ],
  ],
  c: [
    [
      [1, -0.5],
      [0, 0.5],
    ],
    [
      [2, 1],
      [-1, 0.3],
    ],
    [
      [-1, 0.7],
      [0.4, -0.9],
    ],
  ],
};
