import * as tf from '@tensorflow/tfjs';

/**
 * Softmax over the last axis, p = e^x / sum e^x, whose gradient is accurate when it saturates.
 *
 * dx = p (dp - sum p dp). When one p is nearly 1, its dp and the sum nearly cancel: tfjs's result is then rounding, about 1e-7
 * of dp, although the gradient is far smaller, and Adam, which divides by the gradient's size, turns that into full steps in random
 * directions. Here the difference is centred a second time, r = dp - sum p dp, dx = p (r - sum p r), which is the same in exact arithmetic
 * and leaves an error of 1e-14.
 */
export function softmax<T extends tf.Tensor>(x: T): T {
  return centred(x) as T;
}

const centred = tf.customGrad((x, save) => {
  const probability = tf.softmax(x as tf.Tensor);
  (save as tf.GradSaveFunc)([probability]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
    const p = saved[0] as tf.Tensor;
    const around = (values: tf.Tensor): tf.Tensor => tf.sub(values, tf.sum(tf.mul(p, values), -1, true));
    return tf.mul(p, around(around(dy)));
  };
  return { value: probability, gradFunc };
});
