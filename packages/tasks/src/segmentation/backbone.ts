import type { ForwardContext } from '@cmg/core';
import type * as tf from '@tensorflow/tfjs';

/** What turns a picture into a pyramid of features. */
export interface Backbone {
  /** Width of the features of each level, finest first. */
  readonly widths: readonly number[];
  /** Pictures [N, H, W, channels] with values in [0, 1] -> features of each level, [N, H / stride, W / stride, width]. */
  apply(pictures: tf.Tensor4D, context: ForwardContext): readonly tf.Tensor4D[];
}
