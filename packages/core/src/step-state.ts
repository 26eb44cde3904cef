import type { tf } from './tensorflow.js';
import type { CodebookState } from './codebook-state.js';
import type { PerModality } from './per-modality.js';
import type { Random } from './random.js';

/** Which segments were assigned to which codes in one batch. No gradient flows through it. */
export interface Assignment {
  /** The run's modalities, in the config's order. */
  readonly modalities: readonly string[];
  /** z, [B, T, D]. */
  readonly semantic: PerModality<tf.Tensor3D>;
  /** The code of each segment at each level, int32 [B, T, L]; with H heads [B, T, H]. See `Quantized`. -1 for segments that are not present. */
  readonly indices: PerModality<tf.Tensor3D>;
  /**
   * Which segments there are, [B, T] per modality: 1, or 0 after the end of a clip, and everywhere if the clip lacks the modality. What any
   * other tensor holds at a 0 is finite and means nothing. Absent if no clip of the data lacks any; see `readsPresent` of `Objective`.
   */
  readonly present?: PerModality<tf.Tensor2D>;
  /** The step's random numbers; a draw is a `hostValue` made from `random.fork(name)`. */
  readonly random: Random;
}

/** The results of one forward pass, which objectives read. */
export interface StepState extends Assignment {
  /** x, the batch as the data set gives it, [B, T, ...]. */
  readonly inputs: PerModality<tf.Tensor>;
  /** What decoders rebuild, [B, T, ...]: x, or h if the modality has a front end. */
  readonly targets: PerModality<tf.Tensor>;
  /** s, [B, T, ...]. */
  readonly specific: PerModality<tf.Tensor>;
  /** c, [B, T, C]. */
  readonly clubView: PerModality<tf.Tensor3D>;
  /** Squared distance of each z to each code of the first level, >= 0, [B, T, K], with H heads [B, T H, K]; differentiable in z. */
  readonly distances: PerModality<tf.Tensor3D>;
  /** What represents each segment: the sum of its codes over the levels, [B, T, D]; no gradient. */
  readonly codes: PerModality<tf.Tensor3D>;
  /** The same by value, with a gradient that passes to z, [B, T, D]. */
  readonly quantized: PerModality<tf.Tensor3D>;
  /** The state before this step's update. */
  readonly codebook: CodebookState;
  /** The modality's decoder on q [B, T, D] and s. */
  decode(modality: string, quantized: tf.Tensor3D, specific: tf.Tensor): tf.Tensor;
}
