import type { StepState } from '@cmg/core';
import { expectGradients, FEATURE_CASES, reference } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { commitment, quantize } from '../src/index.js';

const codesOf = (z: number[][][], codes: number[][]) => quantize(tf.tensor3d(z), tf.tensor2d(codes)).codes.arraySync();

describe.each(FEATURE_CASES)('commitment has the gradient of finite differences: %s', (_, { za, zb, codes }) => {
  it('for two modalities', () => {
    const objective = commitment.create({ beta: 0.25 }, undefined as never);
    const loss = (a: tf.Tensor, b: tf.Tensor) => {
      const semantic = { a: a as tf.Tensor3D, b: b as tf.Tensor3D };
      const nearest = (z: tf.Tensor3D) => quantize(z, tf.tensor2d(codes)).codes;
      const step = { modalities: ['a', 'b'], semantic, codes: { a: nearest(semantic.a), b: nearest(semantic.b) } };
      return tf.addN(Object.values(objective.terms?.(step as unknown as StepState).losses ?? {}));
    };
    const [qa, qb] = [codesOf(za, codes), codesOf(zb, codes)];
    expectGradients(loss, (a, b) => reference.commitment(a, qa, 0.25) + reference.commitment(b, qb, 0.25), [za, zb]);
  });
});
