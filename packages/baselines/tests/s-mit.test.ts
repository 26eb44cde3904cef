import { expectClose, expectGradients, FEATURE_CASES, reference, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { adaptiveMarginContrast, sMit } from '../src/index.js';
import { created, numberOf, termsOf, totalOf } from './support/loss-of.js';

/** The scores of the worked example. */
const SCORES = [
  [0.6075, 0.3325],
  [0.315, 0.2825],
];

describe('adaptiveMarginContrast', () => {
  it.each([
    [0.5, 1.3282412639911498],
    [1, 1.3862943611198908],
    [0, 1.2753066626144984],
  ])('has the value of the worked example, alpha %d', (alpha, expected) => {
    for (const marginGradient of ['keep', 'stop'] as const) {
      expectClose(adaptiveMarginContrast(tf.tensor2d(SCORES), { alpha, marginGradient }), [expected], 2e-7);
    }
  });

  it.each([
    ['keep', [-0.2322953968, 0.2429821827, 0.2418912353, -0.2525780214]],
    ['stop', [-0.4645907935, 0.4859643655, 0.4837824706, -0.5051560426]],
  ] as const)('has the gradient of the worked example, margin: %s', (marginGradient, expected) => {
    const loss = (scores: tf.Tensor) => adaptiveMarginContrast(scores as tf.Tensor2D, { alpha: 0.5, marginGradient });
    expectClose(tf.grad(loss)(tf.tensor2d(SCORES)), expected, 2e-7);
  });

  it('has nothing to contrast in a batch of one clip', () => {
    const loss = (scores: tf.Tensor) => adaptiveMarginContrast(scores as tf.Tensor2D, { alpha: 0.5, marginGradient: 'keep' });
    const { value, grad } = tf.valueAndGrad(loss)(tf.tensor2d([[3]]));
    expect([numberOf(value), numberOf(grad)]).toEqual([0, 0]);
  });
});

describe('s-mit', () => {
  it.each([
    [{ similarity: 'dot' }, 1.3282412639911498],
    [{ similarity: 'cosine' }, 0.39722042841202854],
  ])('has the value of the worked example: %j', (options, expected) => {
    const { za, zb } = workedExample();
    const { objective } = created(sMit, options, ['a', 'b'], { width: 2 });
    expectClose(termsOf(objective, [za, zb])['a-b'] as tf.Tensor, [expected], 1e-6);
  });

  it('divides dot products by the root of D by default', () => {
    const { za, zb } = workedExample();
    const { objective } = created(sMit, {}, ['a', 'b'], { width: 2 });
    const wide = created(sMit, { similarity: 'dot' }, ['a', 'b'], { width: 2 }).objective;
    const shrunk = [za, zb].map((z) => z.mul(2 ** -0.25));
    expect(numberOf(totalOf(objective, [za, zb]))).toBeCloseTo(numberOf(totalOf(wide, shrunk)), 6);
  });

  it('has a term for each pair, which is 0 for a batch of one clip', () => {
    const { za, zb } = workedExample();
    const { objective } = created(sMit, {}, ['a', 'b', 'c'], { width: 2 });
    expect(Object.keys(termsOf(objective, [za, zb, za]))).toEqual(['a-b', 'a-c', 'b-c']);
    const one = (z: tf.Tensor3D) => z.slice([0], [1]);
    expect(numberOf(totalOf(objective, [one(za), one(zb), one(za)]))).toBe(0);
  });

  it.each(FEATURE_CASES)('has the gradients of finite differences: %s', (_, { za, zb }) => {
    const build = { width: 3 };
    const loss = (options: object) => {
      const { objective } = created(sMit, options, ['a', 'b'], build);
      return (...z: tf.Tensor[]) => totalOf(objective, z);
    };
    const dots = { alpha: 0.5, divisor: 1, cosines: false };
    expectGradients(loss({}), (a, b) => reference.adaptiveMargin(a, b, { ...dots, divisor: Math.sqrt(3) }), [za, zb]);
    expectGradients(
      loss({ similarity: 'dot', marginGradient: 'stop' }),
      (a, b) => reference.adaptiveMargin(a, b, { ...dots, marginOf: [za, zb] }),
      [za, zb],
    );
    const cosines = { alpha: 0.3, divisor: 0.5, cosines: true };
    expectGradients(loss({ similarity: 'cosine', alpha: 0.3, temperature: 0.5 }), (a, b) => reference.adaptiveMargin(a, b, cosines), [
      za,
      zb,
    ]);
  });

  it('refuses one modality', () => {
    expect(() => created(sMit, {}, ['a'])).toThrow("s-mit: pairs modalities, but this run has only 'a'");
  });
});
