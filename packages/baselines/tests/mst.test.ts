import { expectGradients, FEATURE_CASES, reference, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { mst } from '../src/index.js';
import { created, numberOf, termsOf } from './support/loss-of.js';

describe('mst', () => {
  it('has the value of the worked example, on the scale e that it starts with', () => {
    const { za, zb } = workedExample();
    const { objective, parameters } = created(mst, {}, ['a', 'b']);
    expect(numberOf(parameters.parameters.get('objective/scale'))).toBeCloseTo(1, 6);
    expect(numberOf(termsOf(objective, [za, zb])['a-b'])).toBeCloseTo(0.44358430275331495, 6);
  });

  it.each(FEATURE_CASES)('has the gradients of finite differences, of features and of the scale: %s', (_, { za, zb }) => {
    const { objective, parameters } = created(mst, {}, ['a', 'b']);
    const loss = (...z: tf.Tensor[]) => termsOf(objective, z)['a-b'] as tf.Tensor;
    expectGradients(loss, (a, b) => reference.infonce(a, b, Math.exp(-1)), [za, zb]);
    const scale = parameters.parameters.get('objective/scale') as tf.Variable;
    const { grads } = tf.variableGrads(() => loss(tf.tensor(za), tf.tensor(zb)) as tf.Scalar, [scale]);
    const at = (s: number) => reference.infonce(za, zb, Math.exp(-s));
    expect(numberOf(grads[scale.name])).toBeCloseTo((at(1 + 1e-5) - at(1 - 1e-5)) / 2e-5, 5);
  });
});
