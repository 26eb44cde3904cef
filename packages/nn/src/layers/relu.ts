import * as tf from '@tensorflow/tfjs';

/**
 * max(x, 0), any shape, with the gradient dy where the result is above 0 and 0 elsewhere. In native TensorFlow the backward pass
 * of `tf.relu` is six operations over the whole tensor, this one two.
 */
export function relu<T extends tf.Tensor>(x: T): T {
  return rectify(x) as T;
}

const rectify = tf.customGrad((x, save) => {
  const value = tf.relu(x as tf.Tensor);
  (save as tf.GradSaveFunc)([value]);
  return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, tf.sign(saved[0] as tf.Tensor)) };
});
