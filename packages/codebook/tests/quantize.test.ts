import { expectClose, expectGradients, nestedNormals, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { quantize } from '../src/index.js';

const finite = fc.float({ noNaN: true, min: -10, max: 10 });

describe('quantize', () => {
  it('finds the nearest codes of the worked example, and their distances', () => {
    const { za, zb, embedding } = workedExample();
    const a = quantize(za, embedding);
    expect(Array.from(a.indices.dataSync())).toEqual([0, 1, 1, 0]);
    expect(Array.from(quantize(zb, embedding).indices.dataSync())).toEqual([0, 1, 1, 3]);
    expect(a.indices.dtype).toBe('int32');
    expect(a.indices.shape).toEqual([2, 2, 1]);
    const distances = [0.02, 1.62, 4.82, 0.52, 1.85, 0.05, 5.85, 2.65, 2.08, 0.08, 3.88, 2.18, 0.29, 3.69, 5.09, 0.49];
    a.distances.dataSync().forEach((d, i) => expect(d).toBeCloseTo(distances[i] as number, 5));
    expect(a.quantized.arraySync()).toEqual([
      [
        [1, 0],
        [0, 1],
      ],
      [
        [0, 1],
        [1, 0],
      ],
    ]);
    expect(a.codes.arraySync()).toEqual(a.quantized.arraySync());
  });

  it('passes the gradient straight through to z, and gives codes none', () => {
    const { za, embedding } = workedExample();
    const weights = tf.randomNormal([2, 2, 2], 0, 1, 'float32', 1);
    const through = tf.grad((z) =>
      quantize(z as tf.Tensor3D, embedding)
        .quantized.mul(weights)
        .sum(),
    )(za);
    expect(Array.from(through.dataSync())).toEqual(Array.from(weights.dataSync()));
    const mixed = tf.grad((z) =>
      quantize(z as tf.Tensor3D, embedding)
        .codes.mul(z)
        .sum(),
    )(za);
    expect(mixed.arraySync()).toEqual([
      [
        [1, 0],
        [0, 1],
      ],
      [
        [0, 1],
        [1, 0],
      ],
    ]);
  });

  it('gives the gradient of the distances: 2 (z - e)', () => {
    const { za, embedding } = workedExample();
    const gradient = tf.grad((z) =>
      quantize(z as tf.Tensor3D, embedding)
        .distances.slice([0, 0, 3], [1, 1, 1])
        .sum(),
    )(za);
    const expected = [2 * (0.9 - 0.5), 2 * (0.1 + 0.5), 0, 0, 0, 0, 0, 0];
    gradient.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 5));
  });

  it('agrees with a search in plain arrays', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(finite, finite, finite), { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(finite, finite, finite), { minLength: 2, maxLength: 9 }),
        (segments, codes) => {
          const chosen = tf.tidy(() => quantize(tf.tensor3d([segments]), tf.tensor2d(codes)).indices.dataSync());
          const distance = (s: readonly number[], k: number) =>
            s.reduce((sum, value, d) => sum + (value - (codes[k]?.[d] as number)) ** 2, 0);
          segments.forEach((segment, t) => {
            const least = Math.min(...codes.map((_, k) => distance(segment, k)));
            expect(distance(segment, chosen[t] as number)).toBeLessThanOrEqual(least + 1e-4 * (1 + least));
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('puts a code on itself', () => {
    const { embedding } = workedExample();
    const { indices, distances } = quantize(embedding.expandDims(0) as tf.Tensor3D, embedding);
    expect(Array.from(indices.dataSync())).toEqual([0, 1, 2, 3]);
    expect(distances.min().dataSync()[0]).toBeGreaterThanOrEqual(0);
  });

  it('leaves nothing behind', () => {
    const { za, embedding } = workedExample();
    const before = tf.memory().numTensors;
    tf.dispose(quantize(za, embedding) as unknown as tf.TensorContainer);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names the shapes it cannot use', () => {
    const { embedding } = workedExample();
    expect(() => quantize(tf.zeros([2, 3, 5]), embedding)).toThrow('quantize: z: expected a tensor of shape [B, T, 2], got [2, 3, 5]');
  });
});

describe('quantize by cosine distance', () => {
  const codes = [
    [10, 0],
    [0, 0.1],
    [-1, -1],
  ];
  const cosine = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, d) => sum + value * (b[d] as number), 0) / Math.hypot(...a) / Math.hypot(...b);

  it('finds the code of the smallest angle, whatever its length, and keeps that length', () => {
    const z = tf.tensor3d([
      [
        [0.2, 0.1],
        [1, 30],
        [-0.01, -0.02],
      ],
    ]);
    const { indices, distances, codes: nearest, quantized } = quantize(z, tf.tensor2d(codes), { distance: 'cosine' });
    expect(Array.from(indices.dataSync())).toEqual([0, 1, 2]);
    expectClose(nearest, codes.flat(), 1e-6);
    expect(quantized.arraySync()).toEqual(nearest.arraySync());
    const expected = (z.arraySync()[0] as number[][]).flatMap((row) => codes.map((code) => 2 - 2 * cosine(row, code)));
    expectClose(distances, expected, 1e-5);
    expect(Array.from(quantize(z, tf.tensor2d(codes)).indices.dataSync())).toEqual([1, 1, 1]);
  });

  it('does not depend on the length of a segment', () => {
    const z = tf.tensor3d(nestedNormals([4, 3, 2], 1));
    const [short, long] = [0.01, 100].map((factor) => quantize(z.mul(factor) as tf.Tensor3D, tf.tensor2d(codes), { distance: 'cosine' }));
    expect(short?.indices.arraySync()).toEqual(long?.indices.arraySync());
  });

  it('has the gradient of finite differences', () => {
    const weights = nestedNormals([2, 3, 3], 5);
    expectGradients(
      (z) => quantize(z as tf.Tensor3D, tf.tensor2d(codes), { distance: 'cosine' }).distances.mul(tf.tensor3d(weights)),
      (z) =>
        z.reduce((sum, clip, b) => {
          const terms = clip.flatMap((row, t) => codes.map((code, k) => (2 - 2 * cosine(row, code)) * (weights[b]?.[t]?.[k] as number)));
          return sum + terms.reduce((x, y) => x + y, 0);
        }, 0),
      [nestedNormals([2, 3, 2], 1)],
    );
  });

  it('is finite for a segment of length 0, value and gradient', () => {
    const distances = (z: tf.Tensor) => quantize(z as tf.Tensor3D, tf.tensor2d(codes), { distance: 'cosine' }).distances;
    expectClose(distances(tf.zeros([1, 1, 2])), [1, 1, 1], 1e-6);
    expect(
      tf
        .grad((z) => distances(z).sum())(tf.zeros([1, 1, 2]))
        .isFinite()
        .all()
        .dataSync()[0],
    ).toBe(1);
  });
});

describe('quantize with several heads', () => {
  it('puts each part of a segment on a code of its own, as if it were a segment', () => {
    const z = tf.tensor3d(nestedNormals([2, 3, 6], 1));
    const embedding = tf.tensor2d(nestedNormals([1, 5, 2], 2)[0] as number[][]);
    const whole = quantize(z, embedding, { heads: 3 });
    const parts = tf.split(z, 3, 2).map((part) => quantize(part as tf.Tensor3D, embedding));
    expect([whole.indices.shape, whole.distances.shape, whole.codes.shape]).toEqual([
      [2, 3, 3],
      [2, 9, 5],
      [2, 3, 6],
    ]);
    expect(whole.quantized.arraySync()).toEqual(
      tf
        .concat(
          parts.map(({ quantized }) => quantized),
          2,
        )
        .arraySync(),
    );
    expect(whole.indices.arraySync()).toEqual(
      tf
        .concat(
          parts.map(({ indices }) => indices),
          2,
        )
        .arraySync(),
    );
    const weights = tf.tensor3d(nestedNormals([2, 3, 6], 3));
    const through = tf.grad((x) =>
      quantize(x as tf.Tensor3D, embedding, { heads: 3 })
        .quantized.mul(weights)
        .sum(),
    )(z);
    expect(through.arraySync()).toEqual(weights.arraySync());
  });

  it('leaves nothing behind with any options', () => {
    const z = tf.tensor3d(nestedNormals([2, 3, 4], 1));
    const embedding = tf.tensor2d(nestedNormals([1, 5, 2], 2)[0] as number[][]);
    const before = tf.memory().numTensors;
    tf.dispose(quantize(z, embedding, { heads: 2, distance: 'cosine', gradient: 'rotation' }) as unknown as tf.TensorContainer);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names the shape that its heads would need', () => {
    expect(() => quantize(tf.zeros([2, 3, 5]), tf.zeros([4, 2]), { heads: 2 })).toThrow(
      'expected a tensor of shape [B, T, 4], got [2, 3, 5]',
    );
  });
});
