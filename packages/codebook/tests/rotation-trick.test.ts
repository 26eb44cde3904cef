import { expectClose, nestedNormals } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { quantize, rotationTrick } from '../src/index.js';

const block = (seed: number) => nestedNormals([2, 3, 4], seed);
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
const length = (a: readonly number[]) => Math.sqrt(dot(a, a));
const cosine = (a: readonly number[], b: readonly number[]) => dot(a, b) / length(a) / length(b);

/** (z, q, dq, dz) of each segment. */
function segments(z: number[][][], q: number[][][], dq: number[][][]): [number[], number[], number[], number[]][] {
  const weights = tf.tensor3d(dq);
  const dz = tf
    .grad((x) =>
      rotationTrick(x as tf.Tensor3D, tf.tensor3d(q))
        .mul(weights)
        .sum(),
    )(tf.tensor3d(z))
    .arraySync() as number[][][];
  return z.flatMap((clip, b) => clip.map((row, t) => [row, q[b]?.[t], dq[b]?.[t], dz[b]?.[t]] as [number[], number[], number[], number[]]));
}

describe('rotationTrick', () => {
  it('is exactly the codes, and gives them no gradient', () => {
    const [z, q] = [tf.tensor3d(block(1)), tf.tensor3d(block(2))];
    expect(rotationTrick(z, q).arraySync()).toEqual(q.arraySync());
    const [, toCodes] = tf.grads((x, codes) =>
      rotationTrick(x as tf.Tensor3D, codes as tf.Tensor3D)
        .sum()
        .add(codes.sum().mul(0)),
    )([z, q]);
    expect(toCodes?.abs().max().dataSync()[0]).toBe(0);
  });

  it('keeps the angle of the gradient, and scales its length as z is scaled to its code', () => {
    for (const [z, q, dq, dz] of segments(block(1), block(2), block(3))) {
      expect(cosine(dz, z)).toBeCloseTo(cosine(dq, q), 5);
      expect(length(dz) / length(dq)).toBeCloseTo(length(q) / length(z), 4);
    }
  });

  it('turns the gradient by the transpose of the rotation that maps z onto its code, as in the paper', () => {
    for (const [z, q, dq, dz] of segments(block(4), block(5), block(6))) {
      const unit = (x: readonly number[]) => x.map((value) => value / length(x));
      const [z1, q1] = [unit(z), unit(q)];
      const r = unit(z1.map((value, d) => value + (q1[d] as number)));
      const rotation = z1.map((_, i) =>
        z1.map((__, j) => Number(i === j) - 2 * (r[i] as number) * (r[j] as number) + 2 * (q1[i] as number) * (z1[j] as number)),
      );
      rotation.forEach((row, i) => expect(dot(row, z1)).toBeCloseTo(q1[i] as number, 12));
      dz.forEach((value, j) => {
        const expected =
          (length(q) / length(z)) *
          dot(
            rotation.map((row) => row[j] as number),
            dq,
          );
        expect(value).toBeCloseTo(expected, 4);
      });
    }
  });

  it('works by hand: a quarter turn, and twice the length', () => {
    const [[, , , dz]] = segments([[[1, 0]]], [[[0, 2]]], [[[3, 5]]]) as [[number[], number[], number[], number[]]];
    expectClose(tf.tensor1d(dz), [10, -6], 1e-6);
  });

  it('is the straight-through estimator where a segment lies on its code', () => {
    for (const [, , dq, dz] of segments(block(1), block(1), block(3))) expectClose(tf.tensor1d(dz), dq, 1e-5);
  });

  it('mirrors the gradient where a segment is opposite to its code, and stays finite at 0', () => {
    const z = block(1);
    const opposite = z.map((clip) => clip.map((row) => row.map((value) => -value)));
    for (const [, , dq, dz] of segments(z, opposite, block(3))) expect(length(dz) / length(dq)).toBeCloseTo(1, 4);
    const zero = z.map((clip) => clip.map((row) => row.map(() => 0)));
    for (const [, , , dz] of [...segments(zero, z, block(3)), ...segments(z, zero, block(3))]) expect(dz.every(Number.isFinite)).toBe(true);
  });

  it('leaves nothing behind, and names the shape it cannot use', () => {
    const [z, q] = [tf.tensor3d(block(1)), tf.tensor3d(block(2))];
    const before = tf.memory().numTensors;
    tf.grad((x) => rotationTrick(x as tf.Tensor3D, q).sum())(z).dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(() => rotationTrick(z, tf.zeros([2, 3, 5]))).toThrow(
      'rotationTrick: codes: expected a tensor of shape [2, 3, 4], got [2, 3, 5]',
    );
  });
});

describe('quantize with the gradient of a rotation', () => {
  it('puts segments on the same codes, by the rotation of each head', () => {
    const z = tf.tensor3d(block(1));
    const embedding = tf.tensor2d(nestedNormals([1, 5, 2], 8)[0] as number[][]);
    const options = { heads: 2, gradient: 'rotation' } as const;
    const { codes, quantized } = quantize(z, embedding, options);
    expect(quantized.arraySync()).toEqual(codes.arraySync());
    const weights = tf.tensor3d(block(3));
    const whole = tf.grad((x) =>
      quantize(x as tf.Tensor3D, embedding, options)
        .quantized.mul(weights)
        .sum(),
    )(z);
    const split = (x: tf.Tensor) => x.reshape([2, 6, 2]) as tf.Tensor3D;
    const parts = tf.grad((x) =>
      rotationTrick(x as tf.Tensor3D, split(codes))
        .mul(split(weights))
        .sum(),
    )(split(z));
    expectClose(whole, parts.dataSync(), 1e-6);
  });
});
