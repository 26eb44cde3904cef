import * as tf from '@tensorflow/tfjs';

/**
 * The largest value that a clip's codes have in each column: out[b, h] = max_t values[indices[b, t], h].
 *
 * Segments that tie share the gradient, as in PyTorch's `amax`. The gradient of `tf.max` would give each of them the
 * whole of it, and ties are the rule here: one code often fills several segments of a clip.
 *
 * @param values [K, H], one row per code
 * @param indices int32 [B, T]
 * @returns [B, H]
 */
export function maxOverSegments(values: tf.Tensor2D, indices: tf.Tensor2D): tf.Tensor2D {
  const [codes, width] = values.shape;
  const operation = tf.customGrad((x, save) => {
    const perSegment = tf.gather(x as tf.Tensor2D, indices);
    const largest = tf.max(perSegment, 1, true);
    (save as tf.GradSaveFunc)([perSegment, largest, indices]);
    const gradFunc = (gradient: tf.Tensor2D, saved: tf.Tensor[]) => {
      const [each, top, chosen] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor2D];
      const winners = tf.equal(each, top).toFloat();
      const share = tf.div(gradient.expandDims(1), tf.sum(winners, 1, true));
      return tf.unsortedSegmentSum(winners.mul(share).reshape([-1, width]), chosen.flatten(), codes);
    };
    return { value: largest.squeeze<tf.Tensor2D>([1]), gradFunc };
  });
  return operation(values);
}
