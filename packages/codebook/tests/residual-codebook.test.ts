import { type Assignment, type Codebook, perModality, type PerModality, Random, type ResetOptions } from '@cmg/core';
import { nestedNormals } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { codebookUpdater, emaOptions, type EmaState, quantizeResidual, residualCodebook, resetOptions } from '../src/index.js';
import { codebookFor } from './support/codebook-for.js';

const MODALITIES = ['audio', 'video'];
const training = (seed = 0) => ({ training: true, random: new Random(seed) });

function residualFor(options: object, width: number, modalities: readonly string[] = MODALITIES): Codebook<EmaState> {
  return residualCodebook.create(residualCodebook.options.parse(options), { width, modalities });
}

const featuresOf = (shape: readonly [number, number, number], seed: number): PerModality<tf.Tensor3D> =>
  perModality(MODALITIES, (m) => tf.tensor3d(nestedNormals(shape, seed + MODALITIES.indexOf(m))));

function assigned(codebook: Codebook<EmaState>, state: EmaState, semantic: PerModality<tf.Tensor3D>, seed = 5): Assignment {
  const indices = perModality(MODALITIES, (m) => codebook.assign(state, semantic[m] as tf.Tensor3D, m, training()).indices);
  return { modalities: MODALITIES, semantic, indices, random: new Random(seed) };
}

/** Two levels of two codes: coarse 0 and 10, then steps of -1 and 2. */
const LEVELS = tf.tensor2d([[0], [10], [-1], [2]]);
const OPTIONS = residualCodebook.options.parse({ size: 2, levels: 2 });

describe('quantizeResidual', () => {
  it('puts what a level leaves on the next, by hand', () => {
    const { indices, codes, distances } = quantizeResidual(tf.tensor3d([[[1.5], [9.2], [4]]]), LEVELS, OPTIONS);
    // 1.5 is nearest to 0 and leaves 1.5, nearest to 2; 9.2 to 10, leaving -0.8; 4 to 0, leaving 4.
    expect(indices.arraySync()).toEqual([
      [
        [0, 3],
        [1, 2],
        [0, 3],
      ],
    ]);
    expect(codes.arraySync()).toEqual([[[2], [9], [2]]]);
    Array.from(distances.dataSync()).forEach((d, i) => expect(d).toBeCloseTo([2.25, 72.25, 84.64, 0.64, 16, 36][i] as number, 4));
  });

  it('shows the first levels alone of the clips that say so; indices stay those of all', () => {
    const z = tf.tensor3d([[[1.5]], [[1.5]]]);
    const { indices, codes, quantized } = quantizeResidual(z, LEVELS, OPTIONS, tf.tensor1d([1, 2]));
    expect(indices.arraySync()).toEqual([[[0, 3]], [[0, 3]]]);
    expect([codes.arraySync(), quantized.arraySync()]).toEqual([
      [[[0]], [[2]]],
      [[[0]], [[2]]],
    ]);
  });

  it('passes the gradient of the sum straight to the segment', () => {
    const z = tf.tensor3d([[[1.5], [9.2]]]);
    const gradient = tf.grad((x) =>
      quantizeResidual(x as tf.Tensor3D, LEVELS, OPTIONS)
        .quantized.mul(tf.tensor3d([[[3], [-2]]]))
        .sum(),
    )(z);
    expect(gradient.arraySync()).toEqual([[[3], [-2]]]);
  });
});

describe('a codebook of several levels', () => {
  it('never reconstructs worse with a level more, where each level has a code of zeros', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 4 }), (seed, levels) => {
        tf.tidy(() => {
          const z = tf.tensor3d(nestedNormals([3, 4, 5], seed));
          const table = tf.tensor2d(nestedNormals([1, 4 * (levels + 1), 5], seed + 1)[0] as number[][]);
          const zeroFirst = table.mul(
            tf
              .range(0, 4 * (levels + 1))
              .mod(4)
              .greater(0)
              .cast('float32')
              .expandDims(1),
          ) as tf.Tensor2D;
          const error = (count: number) =>
            Array.from(
              quantizeResidual(z, zeroFirst.slice([0, 0], [4 * count, 5]), { ...OPTIONS, size: 4, levels: count })
                .codes.sub(z)
                .square()
                .sum(2)
                .dataSync(),
            );
          const [fewer, more] = [error(levels), error(levels + 1)];
          more.forEach((value, i) => expect(value).toBeLessThanOrEqual((fewer[i] as number) * (1 + 1e-4) + 1e-5));
        });
      }),
      { numRuns: 25 },
    );
  });

  it('starts each level where what the ones before leave lies, and so reconstructs better with each', () => {
    tf.tidy(() => {
      const semantic = featuresOf([8, 5, 3], 1);
      const errors = [1, 2, 3, 4].map((levels) => {
        const codebook = residualFor({ size: 6, levels, initial: 'kmeans' }, 3);
        const state = codebook.start(new Random(3), () => semantic);
        const z = semantic['audio'] as tf.Tensor3D;
        return codebook.encode(state, z, 'audio').codes.sub(z).square().mean().dataSync()[0] as number;
      });
      expect([...errors].sort((a, b) => b - a)).toEqual(errors);
    });
  });

  it('with one level is the shared codebook, bit for bit', () => {
    const semantic = featuresOf([4, 3, 4], 7);
    for (const donor of ['segment', 'aligned', 'active-code'] as const) {
      const reset: ResetOptions = resetOptions.parse({ patience: 1, donor });
      const run = (codebook: Codebook<EmaState>) => {
        const objectives = [{ updateCodebook: (state: object, batch: Assignment) => codebook.reset(state as EmaState, batch, reset) }];
        const update = codebookUpdater(codebook, objectives);
        let state = codebook.start(new Random(2), () => semantic);
        for (let step = 0; step < 5; step++) state = update(state, assigned(codebook, state, semantic, step));
        return Object.values(state).map((tensor) => Array.from(tensor.dataSync()));
      };
      const options = { size: 9, initial: 'samples' };
      expect(run(residualFor({ ...options, levels: 1 }, 4))).toEqual(run(codebookFor(9, 4, MODALITIES, options)));
    }
  });

  it('averages in each level what falls on it, by hand', () => {
    const codebook = residualFor({ size: 2, levels: 2 }, 1, ['audio']);
    const state: EmaState = { embedding: LEVELS, emaCount: tf.ones([4]), emaSum: LEVELS, sinceUse: tf.zeros([1, 4]) };
    const share = {
      indices: tf.tensor3d(
        [
          [
            [0, 3],
            [1, 2],
          ],
        ],
        undefined,
        'int32',
      ),
      vectors: tf.tensor3d([[[1.5], [9.2]]]),
    };
    const next = codebook.update(state, [share], emaOptions.parse({ decay: 0.5, epsilon: 0 }));
    // Each code has N = .5 + .5; its m moves half the way to 1.5, 9.2, -0.8 and 1.5.
    Array.from(next.embedding.dataSync()).forEach((code, i) => expect(code).toBeCloseTo([0.75, 9.6, -0.9, 1.75][i] as number, 5));
    expect(next.sinceUse).toBe(state.sinceUse);
  });

  it('replaces a dead code by what the levels before it leave of a segment', () => {
    const codebook = residualFor({ size: 2, levels: 2 }, 1, ['audio']);
    const state: EmaState = { embedding: LEVELS, emaCount: tf.ones([4]), emaSum: LEVELS, sinceUse: tf.tensor2d([[0, 0, 9, 0]]) };
    const semantic = { audio: tf.tensor3d([[[4], [14]]]) };
    const indices = {
      audio: tf.tensor3d(
        [
          [
            [0, 3],
            [1, 3],
          ],
        ],
        undefined,
        'int32',
      ),
    };
    const next = codebook.reset(
      state,
      { modalities: ['audio'], semantic, indices, random: new Random(1) },
      resetOptions.parse({ patience: 1 }),
    );
    // 4 less 0 and 14 less 10 leave the same.
    expect(next.embedding.arraySync()).toEqual([[0], [10], [4], [2]]);
    expect(next.sinceUse.arraySync()).toEqual([[0, 0, 0, 0]]);
  });

  it.each([2, 4])('draws how many of %d levels a clip shows, the same for all modalities, in training alone', (levels) => {
    const codebook = residualFor({ size: 3, levels, dropout: 1, initial: 'uniform' }, 2);
    const z = tf.tile(tf.tensor3d(nestedNormals([1, 2, 2], 3)), [40, 1, 1]) as tf.Tensor3D;
    const state = codebook.start(new Random(1), () => ({ audio: z, video: z }));
    const sums = (context: { training: boolean; random: Random }, modality = 'audio') =>
      codebook.assign(state, z, modality, context).codes.slice([0, 0, 0], [-1, 1, 1]).dataSync();
    const drawn = sums(training(4));
    expect(new Set(drawn).size).toBe(levels);
    expect(sums(training(4), 'video')).toEqual(drawn);
    expect(sums(training(5))).not.toEqual(drawn);
    expect(new Set(sums({ training: false, random: new Random(4) })).size).toBe(1);
  });
});
