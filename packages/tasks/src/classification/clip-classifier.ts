import type { Head, HeadBuild, ParameterScope } from '@cmg/core';
import { guardedSqrt, linear, uniformInitializer } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { FamiliarCodes } from '../codes/familiar-codes.js';
import { rowWidth, type SegmentRows, segmentRows } from '../codes/segment-rows.js';
import { gradientOfValues, maxOverSegments } from './max-over-segments.js';

/** Keeps a clip whose segments all favour no class finite. */
const LEAST_WEIGHT = 1e-6;

/** How the segments of a clip are put together: see {@link clipClassifier}. */
export const pooling = z
  .enum(['vote', 'max'])
  .default('vote')
  .describe(
    'vote: each segment has a say, as decided as it is; max: a hidden layer, each unit of which reads the segment where it is largest (published)',
  );

/**
 * The classes of clips from the codes of their segments, with q_t the code of segment t, or what is read in its place:
 *
 *     vote:  l_t = W q_t + b,  d_t = l_t - mean_c l_tc,  logits = sum_t |d_t| d_t / sum_t |d_t|
 *     max:   logits = W2 max_t(W1 q_t + b1) + b2
 *
 * Under `vote` a segment on a wrong code is outvoted by the others of the event, and a segment that favours no class weighs nothing, so
 * that logits do not depend on how long an event lasts. Under `max` it is enough to be the largest once, which a head that was trained on
 * another modality has not seen. `max` is the published head. `vote` has no hidden layer: it would add freedom on codes that the labelled
 * modality does not use.
 *
 * Parameters of `vote`: `weight` [D, outputs] and `bias` of `classify`; of `max`: the same of `project` [D, hidden] and `classify`
 * [hidden, outputs].
 *
 * @param familiar what the labelled modality does not use is read as what it does; under `vote` only
 * @returns int32 [B, T, L], or vectors -> [B, outputs]
 */
export function clipClassifier(
  build: HeadBuild,
  { hidden, pool }: { readonly hidden: number; readonly pool: z.infer<typeof pooling> },
  outputs: number,
  familiar?: FamiliarCodes,
): Head['apply'] {
  const { parameters, embedding } = build;
  const width = rowWidth(build);
  if (pool === 'vote') {
    const classify = linear(parameters.child('classify'), width, outputs);
    return (codes, context, _inputs, vectors) => {
      const { rows, indices, present } = segmentRows(embedding, codes, vectors);
      const logits = classify(rows) as tf.Tensor2D;
      return vote(familiar ? familiar.read(rows, logits, context) : logits, indices, present);
    };
  }
  const project = affine(parameters.child('project'), width, hidden);
  const classify = affine(parameters.child('classify'), hidden, outputs);
  return (codes, _context, _inputs, vectors) => largestUnits(segmentRows(embedding, codes, vectors), project, classify);
}

/** Each row's vote, |d| d, and its weight |d| are computed once for each code. */
function vote(logits: tf.Tensor2D, indices: tf.Tensor2D, present: tf.Tensor3D): tf.Tensor {
  const decided = tf.sub(logits, tf.mean(logits, 1, true));
  const weight = guardedSqrt(tf.sum(tf.square(decided), 1, true));
  const sum = (of: tf.Tensor2D) => tf.sum(tf.mul(tf.gather(of, indices), present), 1);
  return tf.div(sum(tf.mul(weight, decided)), tf.add(sum(weight as tf.Tensor2D), LEAST_WEIGHT));
}

/**
 * W1 q_t + b1 depends on the code alone, so it is computed for the K codes and gathered for the segments (with several levels it is
 * computed for the segments). The gradient is written out: layer by layer, tfjs takes twice as many operations, most of them reshapes.
 */
function largestUnits({ rows, indices }: SegmentRows, project: Affine, classify: Affine): tf.Tensor {
  const apply = tf.customGrad((...operands) => {
    const [w1, b1, w2, b2, save] = operands as unknown as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D, tf.Tensor1D, tf.GradSaveFunc];
    const { largest, winners } = maxOverSegments(tf.add(tf.matMul(rows, w1), b1), indices);
    save([largest, winners, w2, rows]);
    const gradFunc = (gradient: tf.Tensor2D, saved: tf.Tensor[]) => {
      const [pooled, from, weight, vectors] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const byPooled: tf.Tensor2D = tf.matMul(gradient, weight, false, true);
      const byW1 = tf.matMul(vectors, gradientOfValues(byPooled, from, [vectors.shape[0], w1.shape[1]]), true);
      return [byW1, tf.sum(byPooled, 0), tf.matMul(pooled, gradient, true), tf.sum(gradient, 0)];
    };
    return { value: tf.add<tf.Tensor2D>(tf.matMul(largest, w2), b2), gradFunc };
  });
  return apply(project.weight, project.bias, classify.weight, classify.bias);
}

/** A linear layer's parameters. */
interface Affine {
  readonly weight: tf.Variable;
  readonly bias: tf.Variable;
}

/** The parameters of an affine map, uniform in +-1/sqrt(inputs) as in PyTorch. */
function affine(scope: ParameterScope, inputs: number, outputs: number): Affine {
  const initial = uniformInitializer(1 / Math.sqrt(inputs));
  return { weight: scope.variable('weight', [inputs, outputs], initial), bias: scope.variable('bias', [outputs], initial) };
}
