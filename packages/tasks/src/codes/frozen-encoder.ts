import type * as tf from '@tensorflow/tfjs';
import type { SegmentEncoding } from './reads.js';

/** A pre-trained model as downstream tasks see it: it turns features into codes and does not learn any more. */
export interface FrozenEncoder {
  /** The modalities it can encode, in the run's order. */
  readonly modalities: readonly string[];
  /** D, the width of a code. */
  readonly width: number;
  /** T, the segments of a clip. */
  readonly segments: number;
  /** L, codes of each segment. */
  readonly levels: number;
  /** The codes, [V, D]: of one level E, [K, D]; of several those of one level after those of another. A segment is the sum of its codes. */
  readonly embedding: tf.Tensor2D;
  /**
   * Features [B, T, ...] -> z and the codes of each segment, rows of `embedding`, int32 [B, T, L], in inference mode.
   *
   * @param present which segments there are, [B, T]; default: all. Indices of others are -1, and what else is returned of them means nothing
   */
  encode(modality: string, x: tf.Tensor, present?: tf.Tensor2D): SegmentEncoding;
}
