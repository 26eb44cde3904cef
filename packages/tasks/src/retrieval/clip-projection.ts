import type { HeadBuild } from '@cmg/core';
import { linear, relu } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

/** Keeps the length of a vector of zeros from dividing by 0. */
const LEAST = 1e-12;

/**
 * A clip as one vector: v = W2 relu(W1 mean_t q_t + b1) + b2, divided by its length. The mean over time is the histogram of
 * the clip's codes times E.
 *
 * @param name of the projection's parameters; two projections of one head are two names
 * @returns int32 [B, T] -> unit vectors [B, width]
 */
export function clipProjection(
  { parameters, embedding }: HeadBuild,
  name: string,
  { hidden, width }: { readonly hidden: number; readonly width: number },
): (indices: tf.Tensor3D) => tf.Tensor2D {
  const [codes, features] = embedding.shape;
  const inner = linear(parameters.child(`${name}/inner`), features, hidden);
  const outer = linear(parameters.child(`${name}/outer`), hidden, width);
  return (indices) => {
    const [clips, segments, levels] = indices.shape;
    const shares = tf.mean(tf.oneHot(indices.reshape([clips, segments * levels]), codes).cast('float32'), 1) as tf.Tensor2D;
    const histogram = levels === 1 ? shares : shares.mul<tf.Tensor2D>(levels);
    const vectors = outer(relu(inner(tf.matMul(histogram, embedding))));
    return vectors.mul(tf.rsqrt(vectors.square().sum(-1, true).add(LEAST)));
  };
}
