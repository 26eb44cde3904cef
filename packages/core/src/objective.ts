import type { tf } from './tensorflow.js';
import type { Codebook } from './codebook.js';
import type { CodebookState } from './codebook-state.js';
import type { Component } from './component.js';
import type { ParameterScope } from './parameter-scope.js';
import type { PerModality } from './per-modality.js';
import type { Assignment, StepState } from './step-state.js';

/** Named scalars. Keys are plain (`audio`, `audio-video`); the trainer prefixes them with the objective's name. */
export type Scalars = Readonly<Record<string, tf.Scalar>>;

/** An optimiser over a fixed set of parameters; its state is saved with the run. */
export interface Optimizer {
  /** One step on d loss / d parameters. Returns the loss before the step. */
  minimize(loss: () => tf.Scalar): tf.Scalar;
  /**
   * `steps` steps on a gradient that the caller computes: `gradient(values, i)` of step i, for all parameters of the scope
   * concatenated in the order of their creation, at their current values. Both have as many elements as all parameters together.
   */
  descend(steps: number, gradient: (values: tf.Tensor1D, step: number) => tf.Tensor1D): void;
}

/**
 * A copy of the semantic encoders, front ends included, whose weights follow theirs slowly. He et al. 2020, "Momentum Contrast for
 * Unsupervised Visual Representation Learning", equation 2.
 */
export interface MomentumTeacher {
  /** theta' <- momentum theta' + (1 - momentum) theta, for each weight. Call it in `beforeTerms`, when theta is the result of the last step. */
  follow(momentum: number): void;
  /** The teacher's z of the step's clips, [B, T, D] per modality; in inference mode, and constant to any gradient. */
  semantic(step: StepState): PerModality<tf.Tensor3D>;
}

/** What an objective needs to build itself. */
export interface ObjectiveBuild {
  /** Where the objective makes parameters; the main optimiser trains them unless they are claimed below. */
  readonly parameters: ParameterScope;
  readonly modalities: readonly string[];
  /** D. */
  readonly width: number;
  /** K. */
  readonly codes: number;
  /** Operates on the state that `updateCodebook` receives: how codes learn, and how they are reset. */
  readonly codebook: Codebook;
  /** T. */
  readonly segments: number;
  /**
   * Steps of the whole run, for what scales with it; Infinity where nothing is trained. A run of an objective that reads it cannot be made
   * longer.
   */
  readonly totalSteps: number;
  /** C of each modality. */
  readonly clubWidths: PerModality<number>;
  /** A separate Adam optimiser for all parameters of the scope, which the main optimiser then leaves alone. */
  createOptimizer(scope: ParameterScope, settings: { readonly learningRate: number }): Optimizer;
  /** A teacher that starts as the encoders start; its weights are buffers `teacher/...` of the scope, saved with the run. */
  createTeacher(scope: ParameterScope): MomentumTeacher;
}

export interface Terms {
  /** Differentiable scalars, summed into the loss (times the objective's weight). */
  readonly losses: Scalars;
  /** Scalars that are only logged. */
  readonly metrics?: Scalars;
}

/** One line of a config's `objectives`: it may add to the loss, train its own helper networks, and change the codebook. */
export interface Objective {
  /** Runs before `terms` on the same forward pass: an inner optimisation (CLUB's approximation). Returns what to log. */
  beforeTerms?(step: StepState): Scalars;
  terms?(step: StepState): Terms;
  /** After the optimiser's step: the codebook's next state (EMA, reset). Pure; runs inside `tf.tidy`. */
  updateCodebook?(state: CodebookState, batch: Assignment): CodebookState;
  /** True if `updateCodebook` learns the codes. If no objective does, the trainer uses plain EMA. */
  readonly learnsCodebook?: boolean;
  /**
   * True if nothing that it does depends on segments that are not `present`, so that a batch counts as one without them: clips without
   * segments after their end, pairs of the clips that have both. Other objectives are refused where clips lack some.
   */
  readonly readsPresent?: boolean;
  /**
   * True if all that `beforeTerms` and `terms` return are means over clips of what each clip gives by itself. Where several processes train
   * together, each then computes those of its own clips, and what they need does not travel. All other objectives are given the whole
   * batch on every process; none has to know of it.
   */
  readonly perClip?: boolean;
}

export interface ObjectiveFactory<Options = unknown> extends Component<Options> {
  create(options: Options, build: ObjectiveBuild): Objective;
}
