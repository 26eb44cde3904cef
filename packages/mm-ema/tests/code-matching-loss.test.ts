import { quantize } from '@cmg/codebook';
import { expectClose, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { codeMatch, codeMatchingLoss, type CodeMatchingVariant } from '../src/index.js';

const loss = (za: tf.Tensor3D, zb: tf.Tensor3D, embedding: tf.Tensor2D, variant: CodeMatchingVariant) =>
  codeMatchingLoss(
    [za, zb].map((z) => codeMatch(quantize(z, embedding).distances)),
    variant,
  );

describe('codeMatch', () => {
  it('is the distribution over codes of the worked example', () => {
    const { za, zb, embedding } = workedExample();
    expectClose(
      codeMatch(quantize(za, embedding).distances).probability,
      [0.3442853205, 0.3782165042, 0.0650639824, 0.2124341929, 0.3062110721, 0.3324920565, 0.09069981, 0.2705970615],
      1e-6,
    );
    expectClose(
      codeMatch(quantize(zb, embedding).distances).probability,
      [0.3149171461, 0.4003298815, 0.0717128028, 0.2130401696, 0.3010459173, 0.3020749337, 0.0905702051, 0.3063089439],
      1e-6,
    );
  });

  it('keeps the logarithm finite for a code that is far from every segment', () => {
    const { probability, logProbability } = codeMatch(tf.tensor3d([[[0, 1e6]]]));
    expectClose(probability, [1, 0], 1e-7);
    expectClose(logProbability, [0, -23.0258509], 1e-5);
  });
});

describe('codeMatchingLoss', () => {
  it.each([
    ['paper', 0.6728328253996181],
    ['improved', 0.6726122306577748],
    ['official', 0.6721723130823398],
  ] as const)('is that of the worked example: %s', (variant, expected) => {
    const { za, zb, embedding } = workedExample();
    expectClose(loss(za, zb, embedding, variant), [expected], 2e-7);
  });

  it('is shifted by the smallest score of all, not of each clip, in the official variant', () => {
    // S is [[0, -5], [0, 0]]: log(1 + e^-5 (1 + 1e-5)) and log(2 + 1e-5 e^-5).
    const [certain, none] = [tf.eye(2), tf.zeros<tf.Rank.R2>([2, 2])];
    const a = { probability: certain, logProbability: none };
    const b = {
      probability: none,
      logProbability: tf.tensor2d([
        [0, 0],
        [-5, 0],
      ]),
    };
    expectClose(codeMatchingLoss([a, b], 'official'), [0.3499313], 6e-7);
  });

  it('has the gradient of the worked example in the official variant, weighted by .5', () => {
    const { za, zb, embedding } = workedExample();
    expectClose(
      tf.grad((z) =>
        loss(z as tf.Tensor3D, zb, embedding, 'official')
          .mul(0.5)
          .sum(),
      )(za),
      [-0.0076504956, -0.0104012414, 0.0124609223, -0.0063864807, 0.0062889788, 0.0217045645, 0.0067432688, 0.0114437658],
      1e-6,
    );
  });

  it('is symmetric in the improved variant alone', () => {
    const { za, zb, embedding } = workedExample();
    expectClose(loss(zb, za, embedding, 'improved'), [0.6726122306577748], 2e-7);
    expectClose(loss(zb, za, embedding, 'paper'), [0.6723916359159314], 2e-7);
  });

  it('has one value a pair, in order', () => {
    const { za, zb, embedding } = workedExample();
    const matches = [za, zb, za.mul(2) as tf.Tensor3D].map((z) => codeMatch(quantize(z, embedding).distances));
    const [a, b, c] = matches as [(typeof matches)[0], (typeof matches)[0], (typeof matches)[0]];
    for (const variant of ['paper', 'improved', 'official'] as const) {
      const pairs = [
        [a, b],
        [a, c],
        [b, c],
      ] as const;
      expectClose(
        codeMatchingLoss(matches, variant),
        pairs.map((pair) => codeMatchingLoss(pair, variant).dataSync()[0] as number),
        1e-6,
      );
    }
  });

  it('stays finite on a code and far from all codes, value and gradient', () => {
    const codes = tf.tensor2d([
      [0, 0],
      [1, 1],
    ]);
    for (const z of [tf.zeros([2, 2, 2]), tf.fill([2, 2, 2], 300), tf.tensor3d([0, 0, 300, 0, -300, 0, 1, 1], [2, 2, 2])]) {
      for (const variant of ['paper', 'improved', 'official'] as const) {
        const { value, grad } = tf.valueAndGrad((x) => loss(x as tf.Tensor3D, z as tf.Tensor3D, codes, variant).sum())(z);
        expect(Number.isFinite(value.dataSync()[0])).toBe(true);
        expect(grad.isFinite().all().dataSync()[0]).toBe(1);
      }
    }
  });

  it('is 0 for a batch of one clip, without gradient', () => {
    const { embedding } = workedExample();
    const z = tf.ones([1, 2, 2]) as tf.Tensor3D;
    expectClose(loss(z, z.mul(2), embedding, 'improved'), [0], 1e-7);
    expectClose(tf.grad((x) => loss(x as tf.Tensor3D, z.mul(2), embedding, 'improved').sum())(z), [0, 0, 0, 0], 1e-7);
  });

  it('refuses a single modality', () => {
    const { za, embedding } = workedExample();
    expect(() => codeMatchingLoss([codeMatch(quantize(za, embedding).distances)], 'paper')).toThrow('at least 2 modalities, got 1');
  });
});
