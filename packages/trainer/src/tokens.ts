import type { Components, CreateMainOptimizer, Dataset, RunConfig, TrainingObserver, TrainingOutcome } from '@cmg/core';
import type { Replicas } from '@cmg/runtime';
import type { InjectionToken } from 'tsyringe';
import type { RunFolder } from './checkpoint/run-folder.js';
import type { RunObjectives } from './model/build-objectives.js';
import type { Model } from './model/model.js';
import type { LearningRate } from './training/learning-rate.js';
import type { TrainOptions } from './training/trainer.js';

/** What one run is made of; `createRunContainer` registers them in a child container of its own. */
export const RUN_CONFIG: InjectionToken<RunConfig> = Symbol.for('cmg.run.config');
export const RUN_COMPONENTS: InjectionToken<Components> = Symbol.for('cmg.run.components');
export const RUN_DATASET: InjectionToken<Dataset> = Symbol.for('cmg.run.dataset');
export const RUN_FOLDER: InjectionToken<RunFolder> = Symbol.for('cmg.run.folder');
export const RUN_MODEL: InjectionToken<Model> = Symbol.for('cmg.run.model');
export const RUN_OBJECTIVES: InjectionToken<RunObjectives> = Symbol.for('cmg.run.objectives');
/** The processes that train the run together, as this one sees them. */
export const REPLICAS: InjectionToken<Replicas> = Symbol.for('cmg.replicas');
/** Any number of observers: `@injectAll`. Those of the parent come after those of the config. */
export const TRAINING_OBSERVER: InjectionToken<TrainingObserver> = Symbol.for('cmg.training.observer');

/** What trains a run: `Trainer`, unless the parent has another. */
export interface RunTrainer {
  run(options?: TrainOptions): Promise<TrainingOutcome>;
  /** Frees what it holds; the model is the caller's. */
  dispose(): void;
}

/** These are ours where the parent of a run's container has not registered its own. */
export const TRAINER: InjectionToken<RunTrainer> = Symbol.for('cmg.trainer');
/** Default: Adam. */
export const OPTIMIZER: InjectionToken<CreateMainOptimizer> = Symbol.for('cmg.optimizer');
/** Default: `learningRate`. */
export const LEARNING_RATE: InjectionToken<LearningRate> = Symbol.for('cmg.learning-rate');
