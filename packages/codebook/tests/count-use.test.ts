import { assignment } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { countUse, type EmaState } from '../src/index.js';

const z = () => tf.zeros([1, 2, 2]) as tf.Tensor3D;
const fresh = (modalities: number, size: number) =>
  ({
    embedding: tf.zeros([size, 2]),
    emaCount: tf.ones([size]),
    emaSum: tf.zeros([size, 2]),
    sinceUse: tf.fill([modalities, size], -1),
  }) as unknown as EmaState;

describe('countUse', () => {
  it('counts from 0 in the first batch, and from 0 again at each use', () => {
    const first = countUse(fresh(2, 3), assignment({ a: z(), v: z() }, { a: [[0, 1]], v: [[1, 1]] }));
    expect(first.sinceUse.arraySync()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    const second = countUse(first, assignment({ a: z(), v: z() }, { a: [[0, 0]], v: [[2, 2]] }));
    expect(second.sinceUse.arraySync()).toEqual([
      [0, 1, 1],
      [1, 1, 0],
    ]);
    const third = countUse(second, assignment({ a: z(), v: z() }, { a: [[1, 2]], v: [[2, 0]] }));
    expect(third.sinceUse.arraySync()).toEqual([
      [1, 0, 0],
      [0, 2, 0],
    ]);
  });

  it('counts batches since the last use, or since the first batch, in any history', () => {
    const batch = fc.tuple(fc.nat(3), fc.nat(3));
    fc.assert(
      fc.property(fc.array(fc.tuple(batch, batch), { minLength: 1, maxLength: 6 }), (history) => {
        tf.tidy(() => {
          let codebook = fresh(2, 4);
          for (const [a, v] of history) codebook = countUse(codebook, assignment({ a: z(), v: z() }, { a: [[...a]], v: [[...v]] }));
          const expected = [0, 1].map((m) =>
            [0, 1, 2, 3].map((code) => {
              const last = history.findLastIndex((entry) => entry[m]?.includes(code));
              return history.length - 1 - Math.max(last, 0);
            }),
          );
          expect(codebook.sinceUse.arraySync()).toEqual(expected);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('makes one tensor, and refuses another number of modalities', () => {
    const codebook = fresh(1, 3);
    const batch = assignment({ a: z() }, { a: [[0, 1]] });
    const before = tf.memory().numTensors;
    const next = countUse(codebook, batch);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(next.embedding).toBe(codebook.embedding);
    expect(() => countUse(fresh(2, 3), batch)).toThrow('expected a batch of 2 modalities, got 1');
  });
});
