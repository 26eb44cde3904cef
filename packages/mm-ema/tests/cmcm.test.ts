import { quantize } from '@cmg/codebook';
import type { StepState } from '@cmg/core';
import { workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { cmcm } from '../src/index.js';
import { build } from './support/build.js';

describe('cmcm', () => {
  it('names one term a pair', () => {
    const { za, zb, embedding } = workedExample();
    const distances = { a: quantize(za, embedding).distances, b: quantize(zb, embedding).distances, c: quantize(za, embedding).distances };
    const objective = cmcm.create({ variant: 'paper' }, build('a', 'b', 'c'));
    const losses = objective.terms?.({ modalities: ['a', 'b', 'c'], distances } as unknown as StepState).losses ?? {};
    expect(Object.keys(losses)).toEqual(['a-b', 'a-c', 'b-c']);
    expect(losses['a-b']?.shape).toEqual([]);
    expect(losses['a-b']?.dataSync()[0]).toBeCloseTo(0.6728328, 6);
    expect(losses['b-c']?.dataSync()[0]).toBeCloseTo(0.6723916, 6);
  });

  it('can be differentiated for a single pair', () => {
    const { za, zb, embedding } = workedExample();
    const objective = cmcm.create({ variant: 'paper' }, build('a', 'b'));
    const loss = (z: tf.Tensor3D) => {
      const distances = { a: quantize(z, embedding).distances, b: quantize(zb, embedding).distances };
      return objective.terms?.({ modalities: ['a', 'b'], distances } as unknown as StepState).losses['a-b'] as tf.Scalar;
    };
    const slope = tf.grad(loss as (x: tf.Tensor) => tf.Tensor)(za);
    const moved = za.sub(slope.mul(0.1)) as tf.Tensor3D;
    expect(loss(moved).dataSync()[0]).toBeLessThan(loss(za).dataSync()[0] as number);
  });

  it('is the improved variant by default, and refuses one modality', () => {
    expect(cmcm.options.parse({})).toEqual({ variant: 'improved' });
    expect(() => cmcm.create({ variant: 'paper' }, build('a'))).toThrow("cmcm: pairs modalities, but this run has only 'a'");
  });

  it('leaves nothing behind in a tidy run', () => {
    const { za, embedding } = workedExample();
    const distances = { a: quantize(za, embedding).distances, b: quantize(za.mul(2), embedding).distances };
    const objective = cmcm.create({ variant: 'improved' }, build('a', 'b'));
    const before = tf.memory().numTensors;
    tf.tidy(() => void objective.terms?.({ modalities: ['a', 'b'], distances } as unknown as StepState));
    expect(tf.memory().numTensors).toBe(before);
  });
});
