import type * as tf from '@tensorflow/tfjs';

/** A pre-trained model as downstream tasks see it: it turns features into codes and does not learn any more. */
export interface FrozenEncoder {
  /** The modalities it can encode, in the run's order. */
  readonly modalities: readonly string[];
  /** D, the width of a code. */
  readonly width: number;
  /** T, the segments of a clip. */
  readonly segments: number;
  /** E, [K, D]: the codes. */
  readonly embedding: tf.Tensor2D;
  /** Features [B, T, ...] -> the index of each segment's nearest code, int32 [B, T], in inference mode. */
  encode(modality: string, x: tf.Tensor): { readonly indices: tf.Tensor2D };
}
