import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';

/**
 * The straight-through estimator q = z + sg(codes - z): by value exactly the codes (the sum would round), and its gradient
 * goes to z unchanged; none reaches the codes. Shapes: any, the same for both.
 *
 * Van den Oord et al. 2017, "Neural Discrete Representation Learning", section 3.2.
 *
 * @throws CmgError if the shapes differ.
 */
export function straightThrough<T extends tf.Tensor>(z: T, codes: T): T {
  expectShape(codes, z.shape, 'straightThrough: codes');
  return tf.customGrad(() => ({ value: tf.clone(codes), gradFunc: (dy: tf.Tensor) => dy }))(z) as T;
}
