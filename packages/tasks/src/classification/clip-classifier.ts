import type { HeadBuild, ParameterScope } from '@cmg/core';
import { uniformInitializer } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { type SegmentRows, segmentRows } from '../codes/segment-rows.js';
import { gradientOfValues, maxOverSegments } from './max-over-segments.js';

/**
 * logits = W2 max_t(W1 q_t + b1) + b2. W1 q_t + b1 depends on the code alone, so it is computed for the K codes and gathered for
 * the segments (with several levels it is computed for the segments). The gradient is written out: layer by layer, tfjs takes twice as many operations, most of them reshapes.
 *
 * Parameters: `weight` and `bias` of `project` [D, hidden] and `classify` [hidden, outputs], as of a linear layer.
 *
 * @returns int32 [B, T, L] -> [B, outputs]
 */
export function clipClassifier({ parameters, embedding }: HeadBuild, hidden: number, outputs: number): (codes: tf.Tensor3D) => tf.Tensor {
  const project = affine(parameters.child('project'), embedding.shape[1], hidden);
  const classify = affine(parameters.child('classify'), hidden, outputs);
  const apply = ({ rows, indices }: SegmentRows) =>
    tf.customGrad((...operands) => {
      const [w1, b1, w2, b2, save] = operands as unknown as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D, tf.Tensor1D, tf.GradSaveFunc];
      const { largest, winners } = maxOverSegments(tf.add(tf.matMul(rows, w1), b1), indices);
      save([largest, winners, w2, ...(rows === embedding ? [] : [rows])]);
      const gradFunc = (gradient: tf.Tensor2D, saved: tf.Tensor[]) => {
        const [pooled, from, weight, vectors = embedding] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D?];
        const byPooled: tf.Tensor2D = tf.matMul(gradient, weight, false, true);
        const byW1 = tf.matMul(vectors, gradientOfValues(byPooled, from, [vectors.shape[0], hidden]), true);
        return [byW1, tf.sum(byPooled, 0), tf.matMul(pooled, gradient, true), tf.sum(gradient, 0)];
      };
      return { value: tf.add<tf.Tensor2D>(tf.matMul(largest, w2), b2), gradFunc };
    });
  return (codes) => apply(segmentRows(embedding, codes))(project.weight, project.bias, classify.weight, classify.bias);
}

/** The parameters of an affine map, uniform in +-1/sqrt(inputs) as in PyTorch. */
function affine(scope: ParameterScope, inputs: number, outputs: number) {
  const initial = uniformInitializer(1 / Math.sqrt(inputs));
  return { weight: scope.variable('weight', [inputs, outputs], initial), bias: scope.variable('bias', [outputs], initial) };
}
