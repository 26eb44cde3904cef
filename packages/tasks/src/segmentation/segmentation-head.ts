import { CmgError, type Head, type HeadBuild } from '@cmg/core';
import { conv2d } from '@cmg/nn';
import type * as tf from '@tensorflow/tfjs';
import type { Backbone } from './backbone.js';
import { crossModalFusion } from './cross-modal-fusion.js';
import { maskDecoder } from './mask-decoder.js';
import { type ClipQueries, clipQueries } from './clip-queries.js';
import type { SegmentationOptions } from './segmentation-options.js';

/**
 * Codes [B, T, L], or vectors, and pictures [B, P, H, W, channels] -> mask logits [B, P, H, W].
 *
 * The codes' vectors are projected from T segments to a few queries and to the decoder's width; at each level of the backbone's
 * pyramid the pixels, mapped to that width, attend to them; a decoder goes from coarse to fine.
 *
 * @param channels of a picture
 */
export function segmentationHead(
  options: SegmentationOptions,
  build: HeadBuild,
  channels: number,
  backbone: Backbone,
): Pick<ClipQueries, 'count'> & Pick<Head, 'apply'> {
  const { width, attention } = options;
  const { parameters } = build;
  const queries = clipQueries(options, build);
  const levels = backbone.widths.map((levelWidth, i) => {
    const scope = parameters.child('level').child(i);
    return {
      lateral: conv2d(scope.child('lateral'), levelWidth, width, 1),
      fuse: crossModalFusion(scope.child('fusion'), width, attention),
    };
  });
  const decode = maskDecoder(parameters.child('decoder'), levels.length, width, channels);
  const apply: Head['apply'] = (codes, context, pictures, vectors) => {
    if (pictures === undefined) throw new CmgError('segmentation needs pictures beside codes');
    const [clips, shown, height, columns] = pictures.shape as [number, number, number, number];
    const frames = pictures.reshape<tf.Tensor4D>([clips * shown, height, columns, channels]);
    const sequence = queries.apply(codes, context, vectors);
    const pyramid = backbone.apply(frames, context);
    const fused = pyramid.map((features, i) => {
      const { lateral, fuse } = levels[i] as (typeof levels)[number];
      const x = lateral(features);
      return fuse(x.reshape([clips, -1, width]), sequence).reshape<tf.Tensor4D>(x.shape);
    });
    return decode(fused, frames).reshape([clips, shown, height, columns]);
  };
  return { ...(queries.count && { count: queries.count }), apply };
}
