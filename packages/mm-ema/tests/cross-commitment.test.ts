import { commitmentLoss, quantize } from '@cmg/codebook';
import type { StepState } from '@cmg/core';
import { expectClose, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { crossCommitment, crossCommitmentLoss } from '../src/index.js';
import { build } from './support/build.js';

describe('crossCommitmentLoss', () => {
  it('is with the plain commitment, both doubled, the official commitment of the worked example', () => {
    const { za, zb, embedding } = workedExample();
    const [qa, qb] = [quantize(za, embedding).codes, quantize(zb, embedding).codes];
    const official = (z: tf.Tensor3D, own: tf.Tensor3D, other: tf.Tensor3D) =>
      commitmentLoss(z, own, 0.25)
        .add(crossCommitmentLoss(z, [other], 0.25))
        .mul(2);
    expectClose(official(za, qa, qb), [0.0475], 1e-7);
    expectClose(official(zb, qb, qa), [0.0509375], 1e-7);
  });

  it('takes the mean over other modalities, and pulls segments alone', () => {
    const [z, near, far] = [0, 1, 3].map((value) => tf.fill([1, 2, 2], value) as tf.Tensor3D) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    expectClose(crossCommitmentLoss(z, [near, far], 0.5), [0.25 * 5], 1e-6);
    const [dz, dq] = tf.grads((x, q) => crossCommitmentLoss(x as tf.Tensor3D, [q as tf.Tensor3D, far], 0.5).add(q.sum().mul(0)))([z, near]);
    expectClose(dz as tf.Tensor, Array(4).fill(0.25 * (2 / 4) * -2), 1e-6);
    expectClose(dq as tf.Tensor, [0, 0, 0, 0]);
  });

  it('refuses no other modality and other shapes', () => {
    expect(() => crossCommitmentLoss(tf.zeros([1, 2, 2]), [], 1)).toThrow('at least one other modality, got none');
    expect(() => crossCommitmentLoss(tf.zeros([1, 2, 2]), [tf.zeros([1, 3, 2])], 1)).toThrow('[1, 3, 2]');
  });
});

describe('crossCommitment', () => {
  it('has one term a modality, each on the codes of the others', () => {
    const [a, v, t] = [0, 1, 3].map((value) => tf.fill([1, 2, 2], value) as tf.Tensor3D) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    const objective = crossCommitment.create({ beta: 2 }, build('a', 'v', 't'));
    const step = { modalities: ['a', 'v', 't'], semantic: { a, v, t }, codes: { a, v, t } } as unknown as StepState;
    const losses = objective.terms?.(step).losses ?? {};
    expect(Object.entries(losses).map(([m, loss]) => [m, loss.dataSync()[0]])).toEqual([
      ['a', 5],
      ['v', 2.5],
      ['t', 6.5],
    ]);
    const before = tf.memory().numTensors;
    tf.tidy(() => void objective.terms?.(step));
    expect(tf.memory().numTensors).toBe(before);
    expect(() => crossCommitment.create({ beta: 2 }, build('a'))).toThrow("this run has only 'a'");
  });
});
