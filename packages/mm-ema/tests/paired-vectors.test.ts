import { expectClose, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { pairedVectors, type Pairing } from '../src/index.js';

/** The attention in float64: what attention finds in `other` for each segment of `own`. */
function attend(own: number[][], other: number[][]): number[][] {
  const width = own[0]?.length ?? 0;
  return own.map((query) => {
    const scores = other.map((key) => key.reduce((sum, value, d) => sum + value * (query[d] as number), 0) / Math.sqrt(width));
    const weights = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const total = weights.reduce((a, b) => a + b, 0);
    return query.map((_, d) => other.reduce((sum, value, t) => sum + ((weights[t] as number) / total) * (value[d] as number), 0));
  });
}

describe('pairedVectors', () => {
  it('finds in the other modality what the worked example finds', () => {
    const { za, zb } = workedExample();
    const [a, b] = pairedVectors([za, zb], 'cross-attention') as [tf.Tensor3D, tf.Tensor3D];
    expectClose(
      a.mul(2).sub(za),
      [0.5195943095, 0.5403477348, 0.3863685866, 0.6545412115, 0.367103576, 0.3141837235, 0.7953785571, -0.3044356935],
      1e-6,
    );
    expectClose(
      b.mul(2).sub(zb),
      [0.5820830422, 0.5541670826, 0.4501427383, 0.7426532311, 0.3140069819, 0.3227078025, 0.953154278, -0.2707861153],
      1e-6,
    );
  });

  it('averages the same time in aligned pairing, for two and for three modalities', () => {
    const [x, y, z] = [2, 4, 12].map((value) => tf.fill([1, 2, 1], value) as tf.Tensor3D) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    const values = (pairing: Pairing, ...semantic: tf.Tensor3D[]) => pairedVectors(semantic, pairing).map((v) => v.dataSync()[0]);
    expect(values('aligned', x, y)).toEqual([3, 3]);
    expect(values('aligned', x, y, z)).toEqual([5, 5.5, 7.5]);
    expect(values('none', x, y, z)).toEqual([2, 4, 12]);
    expect(values('aligned', x)).toEqual([2]);
    expect(values('cross-attention', x)).toEqual([2]);
  });

  it('attends within a clip, over any number of modalities, as the formula does in float64', () => {
    const value = fc.double({ min: -2, max: 2, noNaN: true });
    const clip = fc.array(fc.tuple(value, value, value), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(fc.tuple(clip, clip), { minLength: 2, maxLength: 4 }), (modalities) => {
        const found = tf.tidy(() =>
          pairedVectors(
            modalities.map((clips) => tf.tensor3d(clips.map((c) => c.map((row) => [...row])))),
            'cross-attention',
          ).map((v) => v.arraySync()),
        );
        modalities.forEach((clips, m) =>
          clips.forEach((own, b) => {
            const others = modalities
              .filter((_, o) => o !== m)
              .map((other) =>
                attend(
                  own.map((r) => [...r]),
                  (other[b] ?? []).map((r) => [...r]),
                ),
              );
            own.forEach((row, t) =>
              row.forEach((z, d) => {
                const mean = others.reduce((sum, r) => sum + (r[t]?.[d] as number), 0) / others.length;
                expect(found[m]?.[b]?.[t]?.[d]).toBeCloseTo((z + mean) / 2, 5);
              }),
            );
          }),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('leaves nothing behind but its result', () => {
    const { za, zb } = workedExample();
    for (const pairing of ['aligned', 'cross-attention'] as const) {
      const before = tf.memory().numTensors;
      tf.dispose([...pairedVectors([za, zb], pairing)]);
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});
