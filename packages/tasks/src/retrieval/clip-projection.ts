import type { HeadBuild } from '@cmg/core';
import { constantInitializer, linear, relu } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

/** Keeps a vector of zeros from dividing by 0. */
const LEAST = 1e-12;

/** How the codes of a clip are put together: see {@link clipProjection}. */
export const clipPooling = z
  .enum(['idf', 'mean'])
  .default('idf')
  .describe(
    'idf: a code weighs less the more clips have it, and the projection is linear; mean: all weigh alike, with a hidden layer (published)',
  );

export interface ProjectionOptions {
  readonly pool: z.infer<typeof clipPooling>;
  /** Of the hidden layer, which `mean` has. */
  readonly hidden: number;
  readonly width: number;
}

/** A clip as a unit vector. */
export interface ClipProjection {
  /** int32 [B, T, L] -> [B, width]. */
  readonly apply: (indices: tf.Tensor3D) => tf.Tensor2D;
  /** Sets idf, [V]; `mean` has none. */
  readonly weigh: (idf: Float32Array) => void;
}

/**
 * A clip as one vector, divided by its length, with h [V] the histogram of the clip's codes over the segments that it has:
 *
 *     idf:   v = W sum_k h_k idf_k e_k / sum_k h_k idf_k + b
 *     mean:  v = W2 relu(W1 sum_k h_k e_k + b1) + b2
 *
 * An event that is one segment of ten in one modality and seven in another has the same vector under `idf`, as what surrounds it is in every
 * clip. It is trained with one modality and searched with by others, whose events last differently.
 *
 * Parameters: of `idf` `outer` and the buffer `idf` (see `ClipFrequency`); of `mean` `inner` and `outer`.
 *
 * @param name of the projection's parameters; two projections of one head are two names
 */
export function clipProjection(
  { parameters, embedding }: HeadBuild,
  name: string,
  { pool, hidden, width }: ProjectionOptions,
): ClipProjection {
  const [codes, features] = embedding.shape;
  if (pool === 'mean') {
    const inner = linear(parameters.child(`${name}/inner`), features, hidden);
    const outer = linear(parameters.child(`${name}/outer`), hidden, width);
    return {
      apply: (indices) => unit(outer(relu(inner(tf.matMul(histogram(indices, codes), embedding)))) as tf.Tensor2D),
      weigh: () => {},
    };
  }
  const outer = linear(parameters.child(`${name}/outer`), features, width);
  const idf = parameters.child(name).buffer('idf', [codes], constantInitializer(1));
  return {
    apply(indices) {
      const weights = tf.mul(histogram(indices, codes), idf);
      const mean = tf.div(tf.matMul(weights, embedding), tf.add(tf.sum(weights, 1, true), LEAST));
      return unit(outer(mean) as tf.Tensor2D);
    },
    weigh: (values) => tf.tidy(() => idf.assign(tf.tensor1d(values))),
  };
}

/** How often each code occurs in each clip, as a share of its segments: [B, T, L], -1 for those that it lacks, -> [B, V]. */
function histogram(indices: tf.Tensor3D, codes: number): tf.Tensor2D {
  const [clips, segments, levels] = indices.shape;
  const flat = indices.reshape([clips, segments * levels]);
  const there = tf.sum(tf.cast(tf.greaterEqual(flat, tf.scalar(0, 'int32')), 'float32'), 1, true);
  const ofAll = tf.mean(tf.oneHot(flat, codes).cast('float32'), 1) as tf.Tensor2D;
  const shares = ofAll.mul<tf.Tensor2D>(tf.div(segments * levels, tf.maximum(there, 1)));
  return levels === 1 ? shares : shares.mul<tf.Tensor2D>(levels);
}

const unit = (vectors: tf.Tensor2D): tf.Tensor2D => vectors.mul(tf.rsqrt(vectors.square().sum(-1, true).add(LEAST)));
