import { meanSquaredError, stopGradient } from '@cmg/nn';
import type * as tf from '@tensorflow/tfjs';

/**
 * beta * mean over all elements of (z - sg q)^2: pulls segments to their codes. z and q [B, T, D].
 *
 * Van den Oord et al. 2017, equation 3; the paper takes it over.
 *
 * @throws CmgError where the shapes differ.
 */
export function commitmentLoss(z: tf.Tensor3D, codes: tf.Tensor3D, beta: number): tf.Scalar {
  return meanSquaredError(z, stopGradient(codes)).mul(beta);
}
