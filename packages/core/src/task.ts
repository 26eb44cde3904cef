import type * as tf from '@tensorflow/tfjs';
import type { Component } from './component.js';
import type { Dataset } from './dataset.js';
import type { ForwardContext } from './forward-context.js';
import type { ParameterScope } from './parameter-scope.js';

/** Values of the clips of one split: float32, shape [N, ...]. */
export interface TaskValues {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** What a task may read to make the targets of one split. */
export interface TaskSource {
  readonly dataset: Dataset;
  readonly split: string;
  /** The modality whose codes the head reads. */
  readonly modality: string;
  /** Code indices of the split in any modality, [N, T]: what retrieval searches through. */
  codes(modality: string): Promise<TaskValues>;
}

export interface HeadBuild {
  readonly parameters: ParameterScope;
  /** E, [K, D]: the frozen codes. */
  readonly embedding: tf.Tensor2D;
  /** T. */
  readonly segments: number;
  readonly classes: readonly string[];
}

export interface Measures {
  /** The number the task is judged by, a key of `scores`. */
  readonly primary: string;
  readonly scores: Readonly<Record<string, number>>;
  /** What the primary score would be by chance. */
  readonly chance: number;
  /** The primary score within each class, in the order of the classes; null where the split has none of it. */
  readonly perClass?: readonly (number | null)[];
  /** Rows are true classes, columns predicted ones, where the task has classes. */
  readonly confusion?: readonly (readonly number[])[];
}

/**
 * A small trainable map on frozen codes. It reads code indices, not vectors: a code is the same vector wherever it
 * occurs, so what depends on it alone is computed once per code (K rows) instead of once per segment (B*T rows).
 */
export interface Head {
  /** Code indices, int32 [B, T] -> outputs [B, ...]. */
  apply(indices: tf.Tensor2D, context: ForwardContext): tf.Tensor;
  /** Outputs and targets of a batch -> what is minimised, a mean over the batch. It may have parameters of its own. */
  loss(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar;
  /** Scores of the outputs of a whole split. */
  measure(outputs: TaskValues, targets: TaskValues): Measures;
}

/** A downstream task on frozen codes: train a head on one modality's codes, use it on another's. */
export interface Task<Options = unknown> extends Component<Options> {
  targets(options: Options, source: TaskSource): Promise<TaskValues>;
  createHead(options: Options, build: HeadBuild): Head;
}
