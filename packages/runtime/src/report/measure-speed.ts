import * as tf from '@tensorflow/tfjs';

const SIZE = 512;
const REPEATS = 5;

/** The speed of a 512 x 512 matrix product on the current backend in GFLOP/s, the best of a few. */
export async function measureSpeed(): Promise<number> {
  const [a, b] = [1, 2].map((seed) => tf.randomUniform([SIZE, SIZE], -1, 1, 'float32', seed)) as [tf.Tensor, tf.Tensor];
  let best = Infinity;
  for (let i = 0; i < REPEATS; i++) {
    const started = performance.now();
    const product = tf.matMul(a, b);
    await product.data();
    best = Math.min(best, performance.now() - started);
    product.dispose();
  }
  tf.dispose([a, b]);
  return (2 * SIZE ** 3) / best / 1e6;
}
