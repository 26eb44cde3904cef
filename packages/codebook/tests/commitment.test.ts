import type { StepState } from '@cmg/core';
import { workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { commitment, commitmentLoss, quantize } from '../src/index.js';

describe('commitmentLoss', () => {
  it('is that of the worked example', () => {
    const { za, zb, embedding } = workedExample();
    expect(commitmentLoss(za, quantize(za, embedding).codes, 0.25).dataSync()[0]).toBeCloseTo(0.01375, 7);
    expect(commitmentLoss(zb, quantize(zb, embedding).codes, 0.25).dataSync()[0]).toBeCloseTo(0.0159375, 7);
  });

  it('pulls segments alone: the gradient is 2 beta (z - q) / n for z and 0 for the codes', () => {
    const { za, embedding } = workedExample();
    const { codes } = quantize(za, embedding);
    const [dz, dq] = tf.grads((z, q) => commitmentLoss(z as tf.Tensor3D, q as tf.Tensor3D, 0.25).add(q.sum().mul(0)))([za, codes]);
    const expected = za
      .sub(codes)
      .mul((2 * 0.25) / 8)
      .dataSync();
    dz?.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 7));
    expect(dq?.abs().max().dataSync()[0]).toBe(0);
  });

  it('leaves one tensor behind in a tidy run, and refuses other shapes', () => {
    const { za } = workedExample();
    const before = tf.memory().numTensors;
    tf.tidy(() => commitmentLoss(za, za, 1)).dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(() => commitmentLoss(za, tf.zeros([2, 2, 3]), 1)).toThrow('[2, 2, 3]');
  });
});

describe('commitment', () => {
  it('has one term a modality', () => {
    const { za, zb, embedding } = workedExample();
    const objective = commitment.create({ beta: 0.25 }, undefined as never);
    const step = {
      modalities: ['a', 'b'],
      semantic: { a: za, b: zb },
      codes: { a: quantize(za, embedding).codes, b: quantize(zb, embedding).codes },
    } as unknown as StepState;
    const losses = objective.terms?.(step).losses ?? {};
    expect(Object.keys(losses)).toEqual(['a', 'b']);
    expect(losses['b']?.dataSync()[0]).toBeCloseTo(0.0159375, 7);
    expect(commitment.options.parse({})).toEqual({ beta: 0.25 });
  });
});
