import type { Random } from './random.js';
import type { tf } from './tensorflow.js';

/** How a layer is applied. In inference there is no dropout and `random` is not used. */
export interface ForwardContext {
  readonly training: boolean;
  /** Random numbers for this pass; a layer that draws makes a `hostValue` from `random.fork(its path)`. */
  readonly random: Random;
  /**
   * [B, T], 1 where the clip has the segment and 0 after its end, or everywhere if it lacks the modality; absent: all have all. A part that
   * looks along a clip lets nothing of segments that are 0 into the others.
   */
  readonly present?: tf.Tensor2D;
}
