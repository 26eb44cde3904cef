import * as tf from '@tensorflow/tfjs';

/**
 * The mean of a network's output over a segment's frames.
 *
 * @param chunk frames per pass through the network: bounds its memory
 * @param describe frames `first` to `first + count` -> maps [count, H, W, C] or vectors [count, F]
 */
export async function meanMaps(
  frames: number,
  chunk: number,
  describe: (first: number, count: number) => tf.Tensor,
): Promise<Float32Array> {
  let sum: tf.Tensor | undefined;
  for (let first = 0; first < frames; first += chunk) {
    const before = sum;
    sum = tf.tidy(() => {
      const part = tf.sum(describe(first, Math.min(chunk, frames - first)), 0);
      return before === undefined ? part : tf.add(before, part);
    });
    before?.dispose();
  }
  const mean = tf.tidy(() => tf.div(sum!, frames));
  sum!.dispose();
  try {
    return (await mean.data()) as Float32Array;
  } finally {
    mean.dispose();
  }
}
