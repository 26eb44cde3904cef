import { Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { residualCodebook, VectorQuantizer } from '../src/index.js';

const vectors = (seed: number) => tf.tensor2d(new Random(seed).uniforms(120, -1, 1), [40, 3]);

const errorOf = (codebook: VectorQuantizer, z: tf.Tensor2D) =>
  tf.tidy(() => codebook.encode(z).codes.sub(z).square().mean().dataSync()[0] as number);

describe('VectorQuantizer', () => {
  it('takes vectors, and clips of vectors, of its width alone', () => {
    const codebook = new VectorQuantizer({ size: 4, width: 3 });
    const shapes = tf.tidy(() => [[40, 3], [4, 10, 3]].map((shape) => codebook.quantize(tf.ones(shape)).indices.shape)); // prettier-ignore
    expect(shapes).toEqual([[40, 1], [4, 10, 1]]); // prettier-ignore
    expect(() => codebook.quantize(tf.ones([3]))).toThrow('expected a tensor of shape [B, T, 3], got [3]');
    expect(() => codebook.update(tf.ones([40, 2]))).toThrow('expected a tensor of shape [N, 3], got [40, 2]');
  });

  it.each([
    ['shared', { size: 8 }, 1],
    ['residual', { kind: 'residual', size: 4, levels: 3 }, 3],
    ['a factory', { kind: residualCodebook, size: 4, levels: 2, dropout: 1 }, 2],
  ] as const)('learns codes that are nearer to its vectors, and leaves no tensor behind: %s', (_, options, levels) => {
    const before = tf.memory().numTensors;
    const z = vectors(1);
    const codebook = new VectorQuantizer({ ...options, width: 3, ema: { decay: 0.5 } });
    const first = errorOf(codebook, z);
    const tensors = tf.memory().numTensors;
    for (let step = 0; step < 10; step++) codebook.update(z);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(errorOf(codebook, z)).toBeLessThan(first);
    tf.tidy(() => {
      const { quantized, codes, indices } = codebook.quantize(z);
      expect([quantized.shape, codes.shape, indices.shape]).toEqual([
        [40, 3],
        [40, 3],
        [40, levels],
      ]);
      const gradient = tf.grad((x) => codebook.quantize(x).quantized.mul(2).sum())(z);
      expect(new Set(gradient.dataSync())).toEqual(new Set([2]));
    });
    codebook.dispose();
    z.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('goes on from a saved state as if it had not stopped', () => {
    const [a, b] = [0, 1].map(() => new VectorQuantizer({ size: 6, width: 3, reset: false })) as [VectorQuantizer, VectorQuantizer];
    a.update(vectors(2));
    b.state = a.state;
    for (const codebook of [a, b]) codebook.update(vectors(3));
    const numbers = ({ state }: VectorQuantizer) =>
      Object.entries(state ?? {}).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]);
    expect(numbers(b)).toEqual(numbers(a));
    a.dispose();
    expect(b.encode(vectors(4)).codes.shape).toEqual([40, 3]);
  });

  it('replaces codes that nothing falls on, unless it is told not to', () => {
    const far = vectors(5).add(100) as tf.Tensor2D;
    const used = (reset: false | { patience: number }) => {
      const codebook = new VectorQuantizer({ size: 6, width: 3, initial: 'uniform', reset });
      for (let step = 0; step < 6; step++) codebook.update(far);
      return new Set(codebook.encode(far).indices.dataSync()).size;
    };
    expect(used(false)).toBe(1);
    expect(used({ patience: 1 })).toBeGreaterThan(1);
  });

  it('refuses options that cannot be', () => {
    expect(() => new VectorQuantizer({ size: 1, width: 3 })).toThrow();
    expect(() => new VectorQuantizer({ heads: 2, width: 3 })).toThrow('heads: 2 heads cannot share a width of 3 equally');
    expect(() => new VectorQuantizer({ levels: 2, width: 3 })).toThrow();
  });
});
