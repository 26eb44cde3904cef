import { expectGradients, FEATURE_CASES, reference, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { infonce } from '../src/index.js';
import { created, numberOf, termsOf } from './support/loss-of.js';

describe('infonce', () => {
  it('has the value of the worked example', () => {
    const { za, zb } = workedExample();
    const { objective } = created(infonce, {}, ['a', 'b']);
    expect(numberOf(termsOf(objective, [za, zb])['a-b'])).toBeCloseTo(0.04991308554436705, 6);
  });

  it('has a term for each pair, which is 0 for a batch of one clip', () => {
    const { za, zb } = workedExample();
    const { objective } = created(infonce, {}, ['a', 'b', 'c']);
    expect(Object.keys(termsOf(objective, [za, zb, za]))).toEqual(['a-b', 'a-c', 'b-c']);
    const one = (z: tf.Tensor3D) => z.slice([0], [1]);
    expect(numberOf(termsOf(created(infonce, {}, ['a', 'b']).objective, [one(za), one(zb)])['a-b'])).toBeCloseTo(0, 6);
  });

  it.each(FEATURE_CASES)('has the gradients of finite differences: %s', (_, { za, zb }) => {
    const { objective } = created(infonce, { temperature: 0.5 }, ['a', 'b']);
    const loss = (...z: tf.Tensor[]) => termsOf(objective, z)['a-b'] as tf.Tensor;
    expectGradients(loss, (a, b) => reference.infonce(a, b, 0.5), [za, zb]);
  });

  it('learns its temperature from the one that is given, and lets it fall no further than 0.01', () => {
    const { za, zb } = workedExample();
    const { objective, parameters } = created(infonce, { temperature: 0.07, learnt: true }, ['a', 'b']);
    const scale = parameters.parameters.get('objective/scale') as tf.Variable;
    expect(numberOf(scale)).toBeCloseTo(Math.log(1 / 0.07), 6);
    expect(numberOf(termsOf(objective, [za, zb])['a-b'])).toBeCloseTo(0.0499131, 6);
    const { grads } = tf.variableGrads(() => termsOf(objective, [za, zb])['a-b'] as tf.Scalar, [scale]);
    expect(numberOf(grads[scale.name])).not.toBe(0);
    scale.assign(tf.scalar(99));
    expect(numberOf(termsOf(objective, [za, zb])['a-b'])).toBeCloseTo(
      numberOf(termsOf(created(infonce, { temperature: 0.01 }, ['a', 'b']).objective, [za, zb])['a-b']),
      6,
    );
  });

  it('lets a scale at its limit return, but go no further', () => {
    const { objective, parameters } = created(infonce, { temperature: 0.01, learnt: true }, ['a', 'b']);
    const scale = parameters.parameters.get('objective/scale') as tf.Variable;
    scale.assign(tf.scalar(Math.log(101)));
    const close = tf.tensor3d([[[1, 0]], [[1, 0.1]]]);
    const slope = (b: tf.Tensor) => {
      const { grads } = tf.variableGrads(() => termsOf(objective, [close, b])['a-b'] as tf.Scalar, [scale]);
      return numberOf(grads[scale.name]);
    };
    expect(slope(close)).toBe(0);
    expect(slope(tf.reverse(close, 0))).toBeGreaterThan(0.1);
  });

  it('refuses one modality', () => {
    expect(() => created(infonce, {}, ['a'])).toThrow("infonce: pairs modalities, but this run has only 'a'");
  });
});
