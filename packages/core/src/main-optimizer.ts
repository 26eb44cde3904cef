import type * as tf from '@tensorflow/tfjs';
import type { NdArray } from './nd-array.js';
import type { Scalars } from './objective.js';
import type { ParameterMap } from './parameter-scope.js';
import type { TrainingOptions } from './run-config.js';

/** What of an optimiser is saved with a run. */
export interface OptimizerState {
  /** All numbers that the next step depends on beside the parameters, by names of the optimiser's own. */
  save(): Promise<ReadonlyMap<string, NdArray>>;
  /**
   * Puts back what `save` gave, bit for bit: a run that stops and goes on equals one that does not.
   *
   * @throws CmgError where an entry is missing, unknown or of another shape: the checkpoint is of another optimiser
   */
  restore(state: ReadonlyMap<string, NdArray>): void;
  /** Frees its tensors; the parameters are not the optimiser's. */
  dispose(): void;
}

/** What trains the parameters of a run that no objective has claimed. */
export interface MainOptimizer extends OptimizerState {
  /**
   * One step on given gradients. It runs inside `tf.tidy` and outside of a compiled step's graph; it reads nothing back.
   *
   * @param gradients by the variables' names, as `tf.variableGrads` returns them; they stay the caller's to dispose. A parameter that
   *   the loss does not reach has none
   * @param learningRate for this step
   * @returns the norm of each module's gradient before clipping, for the log; may be empty
   */
  step(gradients: tf.NamedTensorMap, learningRate: number): Scalars;
}

/** Makes the main optimiser of a run, over parameters by their path. */
export type CreateMainOptimizer = (parameters: ParameterMap, settings: Pick<TrainingOptions, 'learningRate' | 'clip'>) => MainOptimizer;
