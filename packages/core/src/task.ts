import type { tf } from './tensorflow.js';
import type { ClipValues } from './clip-values.js';
import type { NdArray } from './nd-array.js';
import type { Component } from './component.js';
import type { Dataset } from './dataset.js';
import type { ForwardContext } from './forward-context.js';
import type { ParameterScope } from './parameter-scope.js';

/** What a task may read to build the inputs and targets of one split. */
export interface TaskSource {
  readonly dataset: Dataset;
  readonly split: string;
  /** The modality whose codes the head reads. */
  readonly modality: string;
  /** Code indices of the split in any modality, [T, L] a clip: what retrieval searches through. -1 for segments that a clip lacks. */
  codes(modality: string): Promise<ClipValues>;
}

export interface HeadBuild {
  readonly parameters: ParameterScope;
  /** The frozen codes, [V, D]: of one level E, [K, D]; of several the codes of one level after those of another. */
  readonly embedding: tf.Tensor2D;
  /** Width of what stands for a segment where the head reads vectors (`Head.apply`); absent where it reads codes, whose width is D. */
  readonly vectorWidth?: number;
  /** T. */
  readonly segments: number;
  readonly classes: readonly string[];
  /** Shape of one clip's targets; absent for a head that was saved before it was kept. */
  readonly targetShape?: readonly number[];
  /** Shape of one clip's inputs, if the task has inputs. */
  readonly inputShape?: readonly number[];
}

/** A head's outputs for a batch of clips, and the targets. */
export interface PredictionBatch {
  /** Which clips of the split. */
  readonly rows: Int32Array;
  readonly inputs?: NdArray<Float32Array>;
  readonly outputs: NdArray<Float32Array>;
  readonly targets: NdArray<Float32Array>;
}

/** An event of a clip. */
export interface ClipEvent {
  readonly class: string;
  /** Where it is, segments [begin, end); absent if the event applies to the whole clip. */
  readonly segments?: readonly [begin: number, end: number];
}

/** An event that a head recognises. Plain values that can be written as JSON. */
export interface PredictedEvent extends ClipEvent {
  /** Confidence of the head, in [0, 1]. */
  readonly score: number;
}

/** The events of a clip, and those that a head predicts. */
export interface Timeline {
  /** Its number in the split. */
  readonly clip: number;
  /** T. */
  readonly segments: number;
  readonly truth: readonly ClipEvent[];
  readonly predicted: readonly PredictedEvent[];
}

/** A frame with its true and predicted mask, for people to look at. */
export interface Overlay {
  /** Which clip of the split. */
  readonly clip: number;
  readonly width: number;
  readonly height: number;
  /** PNG files as base64: the frame, the true mask and the predicted one, white where the head is confident. */
  readonly picture: string;
  readonly truth: string;
  readonly prediction: string;
}

export interface Measures {
  /** The number the task is judged by, a key of `scores`. */
  readonly primary: string;
  readonly scores: Readonly<Record<string, number>>;
  /** The chance level of the primary score. */
  readonly chance: number;
  /**
   * The primary score of other answers that need no trained head, by what they are: `{'most frequent class': 12.5}`. A score that is not
   * above them tells nothing.
   */
  readonly floors?: Readonly<Record<string, number>>;
  /** The primary score of each clip, in the order of the split, where the score is their mean: differences are then tested over clips. */
  readonly perClip?: readonly number[];
  /** The primary score within each class, in the order of the classes; null if the split has none of that class. */
  readonly perClass?: readonly (number | null)[];
  /** Rows are true classes, columns predicted ones, if the task has classes. */
  readonly confusion?: readonly (readonly number[])[];
  /** Some clips to look at, if the task finds events in time. */
  readonly timelines?: readonly Timeline[];
  /** Some frames to look at, if the task finds objects in pictures. */
  readonly overlays?: readonly Overlay[];
}

/** What a head learns from, before it is trained. */
export interface TrainingBatch {
  /** Code indices, [B, T, L]. */
  readonly indices: NdArray<Int32Array>;
  readonly targets: NdArray<Float32Array>;
}

/**
 * A small trainable map on frozen codes. It reads code indices, not vectors: a code is the same vector wherever it
 * occurs, so anything that depends on it alone is computed once per code (K rows) instead of once per segment (B*T rows). With several
 * levels a segment is the sum of its codes.
 */
export interface Head {
  /**
   * Code indices, rows of `embedding`, int32 [B, T, L] (-1 after the end of a clip, see `readsPresent` of the task), and the inputs [B, ...] if the task has any -> outputs [B, ...].
   *
   * @param vectors what stands for each segment in place of its codes, [B, T, vectorWidth]; only where the task has the option `reads`
   *   and it asks for them
   */
  apply(indices: tf.Tensor3D, context: ForwardContext, inputs?: tf.Tensor, vectors?: tf.Tensor3D): tf.Tensor;
  /** Outputs and targets of a batch -> the loss, a mean over the batch. It may have its own parameters. */
  loss(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar;
  /** Scores over a whole split, passed in batches, in the order of its clips. */
  measure(batches: AsyncIterable<PredictionBatch>): Promise<Measures>;
  /** Before training: counts what it needs in the labelled clips that it is trained on; kept in a parameter. */
  prepare?(batches: AsyncIterable<TrainingBatch>): Promise<void>;
  /** Sets what training does not, such as a threshold, using the validation split of the labelled modality; kept in a parameter. */
  calibrate?(batches: AsyncIterable<PredictionBatch>): Promise<void>;
  /** The events of each clip of a batch, mainly for people to read; absent if outputs are not events. */
  predict?(outputs: NdArray<Float32Array>): PredictedEvent[][];
}

/** A downstream task on frozen codes: train a head on one modality's codes, use it on another's. */
export interface Task<Options = unknown> extends Component<Options> {
  /** What the head learns. */
  targets(options: Options, source: TaskSource): Promise<ClipValues>;
  /** What the head reads besides codes, for example pictures. */
  inputs?(options: Options, source: TaskSource): Promise<ClipValues>;
  createHead(options: Options, build: HeadBuild): Head | Promise<Head>;
  /**
   * True if heads neither read nor measure segments whose code is -1, which are after the end of a clip. Other tasks are refused where clips
   * end early. A clip that lacks a modality whose codes the task asks for is left out in any case.
   */
  readonly readsPresent?: boolean;
  /**
   * The primary score of a linear map of a modality's raw features that learns from that modality's own labels: what the features tell,
   * whatever codes keep of it.
   */
  probe?(options: Options, source: Pick<TaskSource, 'dataset' | 'modality'>): Promise<number>;
}
