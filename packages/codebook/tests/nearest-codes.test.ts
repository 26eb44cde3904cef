import * as tf from '@tensorflow/tfjs';
import { nearestCodes, quantize } from '../src/index.js';

describe('nearestCodes', () => {
  it('is the nearest of the codes, the lower index of two', () => {
    const codes = tf.tensor2d([
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 4],
    ]);
    const z = tf.tensor2d([
      [0.4, 0],
      [0.9, 0.1],
      [0, 3],
      [0.5, 0],
    ]);
    expect(Array.from(nearestCodes(z, codes).dataSync())).toEqual([0, 1, 3, 0]);
  });

  it('chooses as quantize does, part by part, and leaves nothing else behind', () => {
    // 2^22 distances are taken at a time: 4096 codes make parts of 1024 vectors, the last one of 52.
    const codes = tf.randomNormal([4096, 2], 0, 1, 'float32', 1) as tf.Tensor2D;
    const z = tf.randomNormal([2100, 2], 0, 1, 'float32', 2) as tf.Tensor2D;
    const before = tf.memory().numTensors;
    const indices = nearestCodes(z, codes);
    expect(tf.memory().numTensors).toBe(before + 1);
    const whole = quantize(z.reshape([1, 2100, 2]), codes).indices.dataSync();
    const distance = (row: number, code: number) =>
      tf.tidy(
        () =>
          tf
            .sub(z.slice([row, 0], [1, 2]), codes.slice([code, 0], [1, 2]))
            .square()
            .sum()
            .dataSync()[0] as number,
      );
    const differ = Array.from(indices.dataSync()).flatMap((code, row) => (code === whole[row] ? [] : [[row, code] as const]));
    // Two codes may be equally near up to rounding.
    for (const [row, code] of differ) expect(Math.abs(distance(row, code) - distance(row, whole[row] as number))).toBeLessThan(1e-5);
    expect(differ.length).toBeLessThan(10);
  });

  it('refuses vectors of another width', () => {
    expect(() => nearestCodes(tf.zeros([3, 2]), tf.zeros([4, 3]))).toThrow(
      'nearestCodes: z: expected a tensor of shape [N, 3], got [3, 2]',
    );
  });
});
