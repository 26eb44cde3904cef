import { workedExample } from '@cmg/test-support';
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
    expect(a.indices.shape).toEqual([2, 2]);
    const distances = [0.02, 1.62, 4.82, 0.52, 1.85, 0.05, 5.85, 2.65, 2.08, 0.08, 3.88, 2.18, 0.29, 3.69, 5.09, 0.49];
    a.distances.dataSync().forEach((d, i) => expect(d).toBeCloseTo(distances[i] as number, 5));
    expect(a.quantized.arraySync()).toEqual([[[1, 0], [0, 1]], [[0, 1], [1, 0]]]);
    expect(a.codes.arraySync()).toEqual(a.quantized.arraySync());
  });

  it('passes the gradient straight through to z, and gives codes none', () => {
    const { za, embedding } = workedExample();
    const weights = tf.randomNormal([2, 2, 2], 0, 1, 'float32', 1);
    const through = tf.grad((z) => quantize(z as tf.Tensor3D, embedding).quantized.mul(weights).sum())(za);
    expect(Array.from(through.dataSync())).toEqual(Array.from(weights.dataSync()));
    const mixed = tf.grad((z) => quantize(z as tf.Tensor3D, embedding).codes.mul(z).sum())(za);
    expect(mixed.arraySync()).toEqual([[[1, 0], [0, 1]], [[0, 1], [1, 0]]]);
  });

  it('gives the gradient of the distances: 2 (z - e)', () => {
    const { za, embedding } = workedExample();
    const gradient = tf.grad((z) => quantize(z as tf.Tensor3D, embedding).distances.slice([0, 0, 3], [1, 1, 1]).sum())(za);
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
