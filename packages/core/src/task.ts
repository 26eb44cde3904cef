import type * as tf from '@tensorflow/tfjs';
import type { Component } from './component.js';
import type { Dataset } from './dataset.js';
import type { ForwardContext } from './forward-context.js';
import type { ParameterScope } from './parameter-scope.js';

/** What a head learns and is measured on: float32 values of shape [N, ...targetShape]. */
export interface TaskTargets {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

export interface HeadBuild {
  readonly parameters: ParameterScope;
  /** D. */
  readonly width: number;
  /** T. */
  readonly segments: number;
  readonly classes: readonly string[];
}

/** q [B, T, D] -> outputs [B, ...]. */
export interface Head {
  apply(codes: tf.Tensor3D, context: ForwardContext): tf.Tensor;
}

export interface Measures {
  /** The number the task is judged by, a key of `scores`. */
  readonly primary: string;
  readonly scores: Readonly<Record<string, number>>;
  /** What the primary score would be by chance. */
  readonly chance: number;
  /** Rows are true classes, columns predicted ones, where the task has classes. */
  readonly confusion?: readonly (readonly number[])[];
}

/** A downstream task on frozen codes: train a head on one modality's codes, use it on another's. */
export interface Task<Options = unknown> extends Component<Options> {
  targets(dataset: Dataset, split: string, modality: string): Promise<TaskTargets>;
  createHead(options: Options, build: HeadBuild): Head;
  loss(options: Options, outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar;
  /** Outputs and targets of a whole split. */
  measure(options: Options, outputs: TaskTargets, targets: TaskTargets, classes: readonly string[]): Measures;
}
