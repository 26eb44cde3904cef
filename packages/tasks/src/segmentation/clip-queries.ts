import type { ForwardContext, HeadBuild } from '@cmg/core';
import { linear } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { familiarCodes, type FamiliarCodes } from '../codes/familiar-codes.js';
import { rowWidth, segmentRows } from '../codes/segment-rows.js';
import type { SegmentationOptions } from './segmentation-options.js';
import { segmentProjection } from './segment-projection.js';

/** Stands for log 0. */
const NEVER = -1e9;

/** What pixels attend to. */
export interface ClipQueries {
  /** Counts the codes of the labelled clips, where queries depend on them: {@link FamiliarCodes}. */
  readonly count?: FamiliarCodes['count'];
  /** Codes int32 [B, T, L], or vectors [B, T, W] -> [B, S, C]. */
  readonly apply: (codes: tf.Tensor3D, context: ForwardContext, vectors?: tf.Tensor3D) => tf.Tensor3D;
}

/**
 * From the T segments of a clip to S queries of the decoder's width C, with q_t the code of segment t.
 *
 * Under `attention` S queries that learn attend over the clip's *set* of codes,
 *
 *     y_s = sum_t w_st (A_s q_t + a_s),  w_st ~ exp(u_s . q_t + c_s) / n_t
 *
 * with n_t the number of the clip's segments on the code of t, so that neither the order of events nor how long they last changes y: a word
 * of one segment of ten asks for the same as a sound of seven. What no labelled clip has is read as what they have ({@link familiarCodes}).
 * Other projections are maps of segments by their number: {@link segmentProjection}, then A y + a.
 *
 * Parameters: `align`, A [D, C]; of attention `align`, the A_s side by side, [D, S C], and `attend`, u [D, S].
 */
export function clipQueries({ width, projection, queries }: SegmentationOptions, build: HeadBuild): ClipQueries {
  const { parameters, embedding, segments } = build;
  if (projection !== 'attention') {
    const project = segmentProjection(parameters.child('projection'), projection, segments, queries);
    const align = linear(parameters.child('align'), rowWidth(build), width);
    return {
      apply(codes, _context, vectors) {
        const { rows, indices } = segmentRows(embedding, codes, vectors);
        return align(project(tf.gather(rows, indices) as tf.Tensor as tf.Tensor3D)) as tf.Tensor3D;
      },
    };
  }
  const attend = linear(parameters.child('attend'), rowWidth(build), queries);
  const align = linear(parameters.child('align'), rowWidth(build), queries * width);
  const familiar = familiarCodes(build, 'neighbours');
  return {
    count: familiar.count,
    apply(codes, context, vectors) {
      const { rows, indices, present } = segmentRows(embedding, codes, vectors);
      const ofRows = familiar.read(rows, tf.concat2d([attend(rows) as tf.Tensor2D, align(rows) as tf.Tensor2D], 1), context);
      const [clips, segments] = indices.shape;
      const [scores, values] = tf.split(tf.gather(ofRows, indices), [queries, queries * width], 2) as [tf.Tensor3D, tf.Tensor3D];
      const weights = tf.softmax(tf.add(scores, logOnce(indices, present)).transpose([0, 2, 1])); // [B, S, T]
      const ofQueries = values.reshape([clips, segments, queries, width]).transpose([0, 2, 1, 3]); // [B, S, T, C]
      return tf.matMul(weights.expandDims(2), ofQueries).reshape([clips, queries, width]);
    },
  };
}

/** -log n_t, and -1e9 where the clip lacks the segment, [B, T, 1]. */
function logOnce(indices: tf.Tensor2D, present: tf.Tensor3D): tf.Tensor3D {
  const same = tf.cast(tf.equal(indices.expandDims(2), indices.expandDims(1)), 'float32') as tf.Tensor3D;
  const times = tf.matMul(same, present);
  return tf.where(tf.greater(present, 0), tf.neg(tf.log(times)), tf.fill(present.shape, NEVER)) as tf.Tensor3D;
}
