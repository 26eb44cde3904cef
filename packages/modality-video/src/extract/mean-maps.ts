import * as tf from '@tensorflow/tfjs';

/**
 * The mean of what a network makes of a segment's frames.
 *
 * @param chunk frames that go through the network at once: bounds its memory
 * @param describe frames `first` to `first + count` -> maps [count, H, W, C]
 */
export async function meanMaps(
  frames: number,
  chunk: number,
  describe: (first: number, count: number) => tf.Tensor4D,
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
