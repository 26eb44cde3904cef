import type { tf } from './tensorflow.js';
import type { NdArray } from './nd-array.js';
import type { Scalars } from './objective.js';
import type { ParameterMap } from './parameter-scope.js';
import type { TrainingOptions } from './run-config.js';

/** The part of an optimiser that is saved with a run. */
export interface OptimizerState {
  /** All numbers that the next step depends on besides the parameters, by names that the optimiser chooses. */
  save(): Promise<ReadonlyMap<string, NdArray>>;
  /**
   * Restores what `save` returned, bit for bit: a resumed run equals an uninterrupted one.
   *
   * @throws CmgError if an entry is missing, unknown or of another shape: the checkpoint is from another optimiser
   */
  restore(state: ReadonlyMap<string, NdArray>): void;
  /** Frees its tensors; the parameters are not the optimiser's. */
  dispose(): void;
}

/** Trains the parameters of a run that no objective has claimed. */
export interface MainOptimizer extends OptimizerState {
  /**
   * One step on given gradients. It runs inside `tf.tidy` and outside of a compiled step's graph; it reads nothing back.
   *
   * @param gradients by the variables' names, as `tf.variableGrads` returns them; the caller disposes them. A parameter that the loss
   *   does not depend on has none
   * @param learningRate for this step
   * @returns the norm of each module's gradient before clipping, for the log; may be empty
   */
  step(gradients: tf.NamedTensorMap, learningRate: number): Scalars;
}

/** Creates the main optimiser of a run, for parameters by their path. */
export type CreateMainOptimizer = (
  parameters: ParameterMap,
  settings: Pick<TrainingOptions, 'learningRate' | 'weightDecay' | 'clip'>,
) => MainOptimizer;
