import type { Dataset, RunConfig, TrainingObserver } from '@cmg/core';
import type { InjectionToken } from 'tsyringe';
import type { RunFolder } from './checkpoint/run-folder.js';
import type { RunObjectives } from './model/build-objectives.js';
import type { Model } from './model/model.js';

/** What one run is made of; `createRunContainer` registers them in a child container of its own. */
export const RUN_CONFIG: InjectionToken<RunConfig> = Symbol.for('cmg.run.config');
export const RUN_DATASET: InjectionToken<Dataset> = Symbol.for('cmg.run.dataset');
export const RUN_FOLDER: InjectionToken<RunFolder> = Symbol.for('cmg.run.folder');
export const RUN_MODEL: InjectionToken<Model> = Symbol.for('cmg.run.model');
export const RUN_OBJECTIVES: InjectionToken<RunObjectives> = Symbol.for('cmg.run.objectives');
/** Any number of observers: `@injectAll`. */
export const TRAINING_OBSERVER: InjectionToken<TrainingObserver> = Symbol.for('cmg.training.observer');
