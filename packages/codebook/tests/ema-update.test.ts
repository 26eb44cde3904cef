import type { CodeAssignment, EmaOptions } from '@cmg/core';
import { assignment, expectClose, indicesOf, reference, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { ema, emaOptions, type EmaState, emaUpdate } from '../src/index.js';
import { buildFor, codebookFor } from './support/codebook-for.js';

const options: EmaOptions = { decay: 0.99, epsilon: 1e-5, order: 'sequential' };

function start(count: number): { codebook: EmaState; shares: CodeAssignment[] } {
  const { za, zb, embedding } = workedExample();
  const codebook = {
    embedding,
    emaCount: tf.fill([4], count) as tf.Tensor1D,
    emaSum: (count === 0 ? embedding : embedding.mul(count)) as tf.Tensor2D,
    sinceUse: tf.fill([2, 4], -1) as tf.Tensor2D,
  };
  const indices = [
    [
      [0, 1],
      [1, 0],
    ],
    [
      [0, 1],
      [1, 3],
    ],
  ].map(indicesOf);
  return { codebook, shares: [za, zb].map((vectors, i) => ({ indices: indices[i] as tf.Tensor3D, vectors })) };
}

describe('emaUpdate', () => {
  it('moves the codes of the worked example from a count of 1', () => {
    const { codebook, shares } = start(1);
    const next = emaUpdate(codebook, shares, options);
    expectClose(next.emaCount, [1.009899802, 1.019899702, 0.980100298, 0.990100198], 1e-6);
    expectClose(
      next.embedding,
      [0.9990000968, -0.0009505894, 0.0019609771, 0.9951076542, -0.999999696, -0.999999696, 0.505049894, -0.5010098988],
      1e-6,
    );
  });

  it('throws an unused code far away from a count of 0, as the official start does', () => {
    const { codebook, shares } = start(0);
    const next = emaUpdate(codebook, shares, options);
    expectClose(next.emaCount, [0.0297851425, 0.0397801199, 0.0000198801, 0.0100148575], 1e-6);
    expectClose(
      next.embedding,
      [33.8722569689, -0.0322308346, 0.0502763694, 25.51299501, -49300.5075376884, -49300.5075376884, 49.9308152006, -49.5314086196],
      2e-4,
    );
  });

  it('multiplies by 1e5 a code that the first eight segments miss, from a count of 0', () => {
    const { codebook, shares } = start(0);
    const next = emaUpdate(codebook, shares, { ...options, order: 'joint' });
    expect((next.emaCount.arraySync()[2] as number) / 9.995002498750627e-6).toBeCloseTo(1, 4);
    expect((next.embedding.arraySync()[2]?.[0] as number) / -99049.5).toBeCloseTo(1, 4);
  });

  it('agrees with the formula in float64', () => {
    const value = fc.double({ min: -3, max: 3, noNaN: true });
    const row = fc.tuple(value, value);
    const share = fc.array(fc.tuple(fc.nat(4), row), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(share, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(fc.double({ min: 0.5, max: 9, noNaN: true }), row), { minLength: 5, maxLength: 5 }),
        fc.constantFrom('sequential' as const, 'joint' as const),
        fc.constantFrom(0, 1e-5, 0.1),
        (shares, codes, order, epsilon) => {
          const o = { decay: 0.9, epsilon, order };
          const N = codes.map(([count]) => count);
          const m = codes.map(([, sum]) => [...sum]);
          const expected = reference.emaUpdate(
            { N, m },
            shares.map((s) => ({ indices: s.map(([i]) => i), vectors: s.map(([, v]) => [...v]) })),
            o,
          );
          tf.tidy(() => {
            const codebook = {
              embedding: tf.zeros([5, 2]) as tf.Tensor2D,
              emaCount: tf.tensor1d(N),
              emaSum: tf.tensor2d(m),
              sinceUse: tf.zeros([shares.length, 5]) as tf.Tensor2D,
            };
            const tensors = shares.map((s) => ({
              indices: tf.tensor3d(
                s.map(([i]) => i),
                [2, 3, 1],
                'int32',
              ),
              vectors: tf.tensor3d(
                s.flatMap(([, v]) => v),
                [2, 3, 2],
              ),
            }));
            const next = emaUpdate(codebook, tensors, o);
            expectClose(next.emaCount, expected.N, 1e-5);
            expectClose(next.emaSum, expected.m.flat(), 1e-5);
            expectClose(next.embedding, expected.E.flat(), 1e-4);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('lets only counts smoothed and chosen codes move', () => {
    const { codebook, shares } = start(1);
    const next = emaUpdate(codebook, shares, { ...options, epsilon: 0 });
    const [before, after] = [codebook.embedding.arraySync(), next.embedding.arraySync()];
    (after[2] as number[]).forEach((value, d) => expect(value).toBeCloseTo(before[2]?.[d] as number, 6));
    for (const code of [0, 1, 3]) expect(after[code]).not.toEqual(before[code]);
  });

  it('does not depend on the order of clips, nor in joint order on that of modalities', () => {
    const { codebook, shares } = start(1);
    const swapped = shares.map(({ indices, vectors }) => ({ indices: indices.reverse(0), vectors: vectors.reverse(0) }));
    expectClose(
      emaUpdate(codebook, swapped, options).embedding,
      Array.from(emaUpdate(codebook, shares, options).embedding.dataSync()),
      1e-6,
    );
    const joint: EmaOptions = { ...options, order: 'joint' };
    expectClose(
      emaUpdate(codebook, [...shares].reverse(), joint).embedding,
      Array.from(emaUpdate(codebook, shares, joint).embedding.dataSync()),
      1e-6,
    );
    const one = emaUpdate(codebook, [...shares].reverse(), options).emaSum.arraySync();
    expect(one).not.toEqual(emaUpdate(codebook, shares, options).emaSum.arraySync());
  });

  it('lets each head of a segment bring its part to its own code', () => {
    const { codebook, shares } = start(1);
    const wide = shares.map(({ indices, vectors }) => ({
      indices: indices.reshape([1, 2, 2]) as tf.Tensor3D,
      vectors: vectors.reshape([1, 2, 4]) as tf.Tensor3D,
    }));
    expect(emaUpdate(codebook, wide, options).embedding.arraySync()).toEqual(emaUpdate(codebook, shares, options).embedding.arraySync());
  });

  it('makes three tensors and leaves no other behind', () => {
    const { codebook, shares } = start(1);
    for (const order of ['sequential', 'joint'] as const) {
      const before = tf.memory().numTensors;
      const next = emaUpdate(codebook, shares, { ...options, order });
      expect(next.sinceUse).toBe(codebook.sinceUse);
      expect(tf.memory().numTensors).toBe(before + 3);
    }
  });

  it('names the shapes it cannot use', () => {
    const { codebook, shares } = start(1);
    const [a] = shares as [CodeAssignment];
    expect(() => emaUpdate(codebook, [], options)).toThrow('expected at least one modality, got none');
    expect(() => emaUpdate(codebook, [a, { ...a, vectors: tf.zeros([2, 2, 3]) }], options)).toThrow(
      'expected indices [2, 2, 1] and vectors [2, 2, 2], got indices [2, 2, 1] and vectors [2, 2, 3]',
    );
  });
});

describe('ema', () => {
  it('is the update with every segment on its own code', () => {
    const { codebook, shares } = start(1);
    const [a, b] = shares as [CodeAssignment, CodeAssignment];
    const batch = assignment(
      { a: a.vectors, b: b.vectors },
      {
        a: [
          [0, 1],
          [1, 0],
        ],
        b: [
          [0, 1],
          [1, 3],
        ],
      },
    );
    const objective = ema.create(emaOptions.parse({}), buildFor(codebookFor(4, 2, ['a', 'b'])));
    expect(objective.learnsCodebook).toBe(true);
    expect(objective.updateCodebook?.(codebook, batch)['embedding']?.arraySync()).toEqual(
      emaUpdate(codebook, shares, options).embedding.arraySync(),
    );
  });

  it.each([{ decay: 1 }, { decay: -0.1 }, { epsilon: -1 }, { order: 'random' }, { speed: 1 }])('refuses the options %j', (wrong) => {
    expect(ema.options.safeParse(wrong).success).toBe(false);
  });
});
