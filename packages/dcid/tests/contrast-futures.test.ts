import * as tf from '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';
import { contrastFutures, type CpcCandidates, type Futures } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { differences } from './support/gaussians.js';

const golden = JSON.parse(readFileSync(new URL('../../../fixtures/baselines/golden.json', import.meta.url), 'utf8')) as Record<
  'za' | 'zb',
  number[][][]
>;

/** The worked example: the context is z at t = 0, the predictor the identity. */
function example(): Futures {
  const at = (t: number) => tf.tensor([[golden.za, golden.zb].map((z) => z.map((clip) => clip[t] as number[]))]) as tf.Tensor4D;
  return { predictions: at(0), targets: at(1) };
}

/** One ordered pair in float64: targets and predictions [B, D]. */
function reference(predictions: number[][], targets: number[][], candidates: CpcCandidates): number {
  const score = (i: number, j: number) => (targets[i] ?? []).reduce((sum, x, d) => sum + x * (predictions[j]?.[d] as number), 0);
  const clips = targets.map((_, i) => i);
  const losses = clips.map((own) => {
    const all = clips.map((other) => (candidates === 'targets' ? score(other, own) : score(own, other)));
    return Math.log(all.reduce((sum, x) => sum + Math.exp(x), 0)) - score(own, own);
  });
  return losses.reduce((sum, x) => sum + x, 0) / clips.length;
}

describe('contrastFutures', () => {
  it('has the losses of the worked example: paper', () => {
    const { loss } = contrastFutures(example(), 'targets');
    expectClose(loss, [1.4075909355, 1.3405211465, 1.0969074986, 1.0607048672], 1e-6);
    const cross = loss.arraySync();
    expect((cross[0]?.[1] as number) + (cross[1]?.[0] as number)).toBeCloseTo(2.4374286451085387, 6);
  });

  it('has the losses and accuracies of the worked example: official', () => {
    const { loss, accuracy } = contrastFutures(example(), 'contexts');
    expectClose(loss, [1.4239858242, 1.3521837824, 1.0985077959, 1.0591891868], 1e-6);
    expectClose(loss.mul(tf.tensor2d([[0.1, 1], [1, 0.1]])).sum(), [2.699009079414], 1e-6);
    expect(accuracy.arraySync()).toEqual([[0, 0], [0, 0]]);
  });

  it.each(['targets', 'contexts'] as const)('has the gradient of finite differences, in two steps and three modalities: %s', (candidates) => {
    const shape: [number, number, number, number] = [2, 3, 4, 2];
    const random = (seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed) as tf.Tensor4D;
    const [predictions, targets] = [random(1), random(2)];
    const weights = [[0.1, 1, 2], [3, 0.2, 4], [5, 6, 0.3]];
    const total = (p: number[][][][], z: number[][][][]) =>
      weights.flat().reduce((sum, weight, pair) => {
        const [m, o] = [Math.floor(pair / 3), pair % 3];
        const values = [0, 1].map((k) => reference(p[k]?.[m] as number[][], z[k]?.[o] as number[][], candidates));
        return sum + (weight * ((values[0] as number) + (values[1] as number))) / 2;
      }, 0);
    const [p, z] = [predictions.arraySync(), targets.arraySync()];
    const loss = (a: tf.Tensor, b: tf.Tensor) =>
      contrastFutures({ predictions: a as tf.Tensor4D, targets: b as tf.Tensor4D }, candidates).loss.mul(tf.tensor2d(weights)).sum();
    expectClose(loss(predictions, targets), [total(p, z)], 1e-5);
    const [dp, dz] = tf.grads(loss)([predictions, targets]);
    const split = (flat: number[][][]) => [flat.slice(0, 3), flat.slice(3)];
    expectClose(dp as tf.Tensor, differences([...(p[0] ?? []), ...(p[1] ?? [])], (changed) => total(split(changed), z)), 1e-4);
    expectClose(dz as tf.Tensor, differences([...(z[0] ?? []), ...(z[1] ?? [])], (changed) => total(p, split(changed))), 1e-4);
  });

  it('is accurate where each clip predicts its own future', () => {
    const own = tf.eye(4).mul(9).reshape([1, 1, 4, 4]).tile([1, 2, 1, 1]) as tf.Tensor4D;
    for (const candidates of ['targets', 'contexts'] as const) {
      const { loss, accuracy } = contrastFutures({ predictions: own, targets: own }, candidates);
      expect(accuracy.arraySync()).toEqual([[1, 1], [1, 1]]);
      expect(Math.max(...loss.dataSync())).toBeLessThan(1e-6);
      const wrong = contrastFutures({ predictions: own, targets: own.reverse(2) }, candidates);
      expect(wrong.accuracy.arraySync()).toEqual([[0, 0], [0, 0]]);
    }
  });

  it('is 0 for a batch of one clip, without gradient', () => {
    const one = tf.ones([1, 2, 1, 3]) as tf.Tensor4D;
    const { value, grad } = tf.valueAndGrad((x) => contrastFutures({ predictions: x as tf.Tensor4D, targets: one }, 'targets').loss.sum())(one);
    expectClose(value, [0], 1e-7);
    expectClose(grad, Array(6).fill(0), 1e-7);
  });

  it('refuses shapes that do not fit', () => {
    const { predictions } = example();
    expect(() => contrastFutures({ predictions, targets: tf.zeros([1, 2, 3, 2]) }, 'targets')).toThrow('[1, 2, 3, 2]');
  });
});
