import { expectClose, expectGradients, nestedNormals, reference, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { contrastFutures, type Futures } from '../src/index.js';

/** The worked example: the context is z at t = 0, the predictor the identity. */
function example(): Futures {
  const { za, zb } = workedExample().plain;
  const at = (t: number) => tf.tensor([[za, zb].map((z) => z.map((clip) => clip[t] as number[]))]) as tf.Tensor4D;
  return { predictions: at(0), targets: at(1) };
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
    expectClose(
      loss
        .mul(
          tf.tensor2d([
            [0.1, 1],
            [1, 0.1],
          ]),
        )
        .sum(),
      [2.699009079414],
      1e-6,
    );
    expect(accuracy.arraySync()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it.each(['targets', 'contexts'] as const)(
    'has the gradient of finite differences, in two steps and three modalities: %s',
    (candidates) => {
      type Block = number[][][][];
      const [predictions, targets] = [1, 2].map((seed) => [0, 1].map((k) => nestedNormals([3, 4, 2], 10 * seed + k))) as [Block, Block];
      const weights = [
        [0.1, 1, 2],
        [3, 0.2, 4],
        [5, 6, 0.3],
      ];
      const pairs = weights.flatMap((row, m) => row.map((weight, o) => ({ weight, m, o })));
      const formula = (p: Block, z: Block) =>
        pairs.reduce((sum, { weight, m, o }) => {
          const values = [0, 1].map((k) => reference.contrastOfPair(p[k]?.[m] as number[][], z[k]?.[o] as number[][], candidates));
          return sum + (weight * ((values[0] as number) + (values[1] as number))) / 2;
        }, 0);
      const loss = (p: tf.Tensor, z: tf.Tensor) =>
        contrastFutures({ predictions: p as tf.Tensor4D, targets: z as tf.Tensor4D }, candidates).loss.mul(tf.tensor2d(weights));
      expectGradients(loss, formula, [predictions, targets]);
    },
  );

  it('is accurate where each clip predicts its own future', () => {
    const own = tf.eye(4).mul(9).reshape([1, 1, 4, 4]).tile([1, 2, 1, 1]) as tf.Tensor4D;
    for (const candidates of ['targets', 'contexts'] as const) {
      const { loss, accuracy } = contrastFutures({ predictions: own, targets: own }, candidates);
      expect(accuracy.arraySync()).toEqual([
        [1, 1],
        [1, 1],
      ]);
      expect(Math.max(...loss.dataSync())).toBeLessThan(1e-6);
      const wrong = contrastFutures({ predictions: own, targets: own.reverse(2) }, candidates);
      expect(wrong.accuracy.arraySync()).toEqual([
        [0, 0],
        [0, 0],
      ]);
    }
  });

  it.each(['targets', 'contexts'] as const)('has the context in the rows and the target in the columns: %s', (candidates) => {
    // The first modality predicts both futures, the second none.
    const [right, wrong] = [tf.eye(2).mul(9), tf.eye(2).mul(9).reverse(0)];
    const predictions = tf.stack([right, wrong]).expandDims(0) as tf.Tensor4D;
    const targets = tf.stack([right, right]).expandDims(0) as tf.Tensor4D;
    const { loss, accuracy } = contrastFutures({ predictions, targets }, candidates);
    expect(accuracy.arraySync()).toEqual([
      [1, 1],
      [0, 0],
    ]);
    expectClose(loss, [0, 0, 81, 81], 1e-4);
  });

  it('is 0 for a batch of one clip, without gradient', () => {
    const one = tf.ones([1, 2, 1, 3]) as tf.Tensor4D;
    const { value, grad } = tf.valueAndGrad((x) => contrastFutures({ predictions: x as tf.Tensor4D, targets: one }, 'targets').loss.sum())(
      one,
    );
    expectClose(value, [0], 1e-7);
    expectClose(grad, Array(6).fill(0), 1e-7);
  });

  it('refuses shapes that do not fit', () => {
    const { predictions } = example();
    expect(() => contrastFutures({ predictions, targets: tf.zeros([1, 2, 3, 2]) }, 'targets')).toThrow('[1, 2, 3, 2]');
  });
});
