import { CmgError, type Head, type HeadBuild } from '@cmg/core';
import { conv2d, linear } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { rowWidth, segmentRows } from '../codes/segment-rows.js';
import type { Backbone } from './backbone.js';
import { crossModalFusion } from './cross-modal-fusion.js';
import { maskDecoder } from './mask-decoder.js';
import type { SegmentationOptions } from './segmentation-options.js';
import { segmentProjection } from './segment-projection.js';

type Apply = Head['apply'];

/**
 * Codes [B, T, L], or vectors, and pictures [B, P, H, W, channels] -> mask logits [B, P, H, W].
 *
 * The codes' vectors are projected from T segments to a few queries and to the decoder's width; at each level of the backbone's
 * pyramid the pixels, mapped to that width, attend to them; a decoder goes from coarse to fine.
 *
 * @param channels of a picture
 */
export function segmentationHead(options: SegmentationOptions, build: HeadBuild, channels: number, backbone: Backbone): Apply {
  const { width, attention, projection, queries } = options;
  const { parameters, embedding, segments } = build;
  const project = segmentProjection(parameters.child('projection'), projection, segments, queries);
  const align = linear(parameters.child('align'), rowWidth(build), width);
  const levels = backbone.widths.map((levelWidth, i) => {
    const scope = parameters.child('level').child(i);
    return {
      lateral: conv2d(scope.child('lateral'), levelWidth, width, 1),
      fuse: crossModalFusion(scope.child('fusion'), width, attention),
    };
  });
  const decode = maskDecoder(parameters.child('decoder'), levels.length, width, channels);
  return (codes, context, pictures, vectors) => {
    if (pictures === undefined) throw new CmgError('segmentation needs pictures beside codes');
    const [clips, shown, height, columns] = pictures.shape as [number, number, number, number];
    const frames = pictures.reshape<tf.Tensor4D>([clips * shown, height, columns, channels]);
    const { rows, indices } = segmentRows(embedding, codes, vectors);
    const sequence = align(project(tf.gather(rows, indices) as tf.Tensor as tf.Tensor3D)) as tf.Tensor3D;
    const pyramid = backbone.apply(frames, context);
    const fused = pyramid.map((features, i) => {
      const { lateral, fuse } = levels[i] as (typeof levels)[number];
      const x = lateral(features);
      return fuse(x.reshape([clips, -1, width]), sequence).reshape<tf.Tensor4D>(x.shape);
    });
    return decode(fused, frames).reshape([clips, shown, height, columns]);
  };
}
