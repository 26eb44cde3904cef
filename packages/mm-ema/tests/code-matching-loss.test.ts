import { quantize } from '@cmg/codebook';
import * as tf from '@tensorflow/tfjs';
import { codeMatch, codeMatchingLoss, type CodeMatchingVariant } from '../src/index.js';
import { expectClose, workedExample } from './support/worked-example.js';

const loss = (za: tf.Tensor3D, zb: tf.Tensor3D, embedding: tf.Tensor2D, variant: CodeMatchingVariant) =>
  codeMatchingLoss([za, zb].map((z) => codeMatch(quantize(z, embedding).distances)), variant);

/** The formula in float64, from z. */
function reference(za: number[][][], zb: number[][][], codes: number[][], directions: 'one' | 'both'): number {
  const match = (z: number[][][]) =>
    z.map((clip) => {
      const segments = clip.map((row) => {
        const e = codes.map((code) => Math.exp(-Math.sqrt(code.reduce((sum, c, d) => sum + (c - (row[d] as number)) ** 2, 0))));
        const total = e.reduce((x, y) => x + y, 0);
        return e.map((x) => x / total);
      });
      return codes.map((_, k) => segments.reduce((sum, p) => sum + (p[k] as number), 0) / segments.length);
    });
  const [pa, pb] = [match(za), match(zb)];
  const log = (x: number) => Math.log(x + 1e-10);
  const score = (i: number, j: number) =>
    codes.reduce((sum, _, k) => {
      const [a, b] = [pa[i]?.[k] as number, pb[j]?.[k] as number];
      return sum + a * log(b) + b * log(a);
    }, 0);
  const clips = pa.map((_, i) => i);
  const rows = (s: (i: number, j: number) => number) =>
    -clips.reduce((sum, i) => sum + s(i, i) - Math.log(clips.reduce((t, j) => t + Math.exp(s(i, j)), 0)), 0) / clips.length;
  const forward = rows(score);
  return directions === 'one' ? forward : (forward + rows((i, j) => score(j, i))) / 2;
}

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

  it('has the gradient of the worked example in the official variant, weighted by .5', () => {
    const { za, zb, embedding } = workedExample();
    expectClose(
      tf.grad((z) => loss(z as tf.Tensor3D, zb, embedding, 'official').mul(0.5).sum())(za),
      [-0.0076504956, -0.0104012414, 0.0124609223, -0.0063864807, 0.0062889788, 0.0217045645, 0.0067432688, 0.0114437658],
      1e-6,
    );
  });

  it.each([['paper', 'one'], ['improved', 'both']] as const)('has the gradient of finite differences: %s', (variant, directions) => {
    const { zb, embedding } = workedExample();
    const za = tf.randomNormal([2, 2, 2], 0, 1, 'float32', 3) as tf.Tensor3D;
    const [a, b, codes] = [za.arraySync(), zb.arraySync(), embedding.arraySync()];
    const gradient = tf.grad((z) => loss(z as tf.Tensor3D, zb, embedding, variant).sum())(za).dataSync();
    const at = (index: number, change: number) =>
      reference(a.map((clip, i) => clip.map((row, t) => row.map((x, d) => (i * 4 + t * 2 + d === index ? x + change : x)))), b, codes, directions);
    gradient.forEach((value, i) => expect(value).toBeCloseTo((at(i, 1e-4) - at(i, -1e-4)) / 2e-4, 5));
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
      const pairs = [[a, b], [a, c], [b, c]] as const;
      expectClose(codeMatchingLoss(matches, variant), pairs.map((pair) => codeMatchingLoss(pair, variant).dataSync()[0] as number), 1e-6);
    }
  });

  it('stays finite on a code and far from all codes, value and gradient', () => {
    const codes = tf.tensor2d([[0, 0], [1, 1]]);
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
