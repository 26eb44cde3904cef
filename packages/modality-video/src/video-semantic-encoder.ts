import type { ModalityBuild, SemanticEncoder } from '@cmg/core';
import { transformerEncoder } from '@cmg/nn';
import type * as tf from '@tensorflow/tfjs';
import { frameShape } from './frame-shape.js';
import { spatialPooling } from './spatial-pooling.js';
import type { VideoOptions } from './video-options.js';

/**
 * z of video: spatial pooling of each frame, an affine map C -> D, and transformer layers over T;
 * [B, T, H, W, C] -> [B, T, D]. One cell, or a vector [B, T, C], is not pooled: there is nothing to weigh. Parameters: `pooling/`, then
 * those of the transformer encoder. The paper, section 3.2.
 */
export function videoSemanticEncoder(options: VideoOptions, { parameters, width, featureShape }: ModalityBuild): SemanticEncoder {
  const { heads, feedForward, layers, dropout, sharedLayers } = options;
  const { height, cellsAcross, channels } = frameShape(featureShape, parameters.path);
  const pool =
    height * cellsAcross === 1
      ? (x: tf.Tensor) => x.reshape([...x.shape.slice(0, 2), channels])
      : spatialPooling(parameters.child('pooling'), channels, options.spatialPooling);
  const encode = transformerEncoder(parameters, { inputWidth: channels, width, heads, feedForward, layers, dropout, sharedLayers });
  return { apply: (x, context) => encode(pool(x), context) };
}
