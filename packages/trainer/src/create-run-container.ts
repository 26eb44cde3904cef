import type { Components, CreateMainOptimizer, Dataset, ObserverFactory, RunConfig, TrainingObserver } from '@cmg/core';
import { Adam } from '@cmg/nn';
import { ALONE } from '@cmg/runtime';
import { RunFolder } from './checkpoint/run-folder.js';
import { container, type DependencyContainer } from './injection.js';
import { buildModel } from './model/build-model.js';
import { buildObjectives } from './model/build-objectives.js';
import type { DataShapes } from './model/data-shapes.js';
import { metricsFile } from './observers/metrics-file.js';
import { tensorboard } from './observers/tensorboard-file.js';
import {
  LEARNING_RATE,
  OPTIMIZER,
  REPLICAS,
  RUN_COMPONENTS,
  RUN_CONFIG,
  RUN_DATASET,
  RUN_FOLDER,
  RUN_MODEL,
  RUN_OBJECTIVES,
  TRAINER,
  TRAINING_OBSERVER,
} from './tokens.js';
import { learningRate } from './training/learning-rate.js';
import { planOf } from './training/plan-of.js';
import { Trainer } from './training/trainer.js';

export interface RunSettings {
  /** Those that the config was loaded with. */
  readonly components: Pick<Components, 'modalities' | 'codebooks' | 'objectives' | 'observers'>;
  /** Open; the caller closes it. */
  readonly dataset: Dataset;
  /** What the model is built for; default: the data's. See `dataShapes`, where the config keeps modalities that the data lacks. */
  readonly shapes?: DataShapes;
  /** The run's folder, for example `runs/<name>`. */
  readonly folder: string;
  /**
   * What is registered in it replaces ours: `OPTIMIZER`, `LEARNING_RATE`, `TRAINER`, `REPLICAS` (one process); each `TRAINING_OBSERVER` is told of the run too.
   * Default: tsyringe's own container.
   */
  readonly parent?: DependencyContainer;
  /** Observers that the run has with their default options unless the config names them; default: {@link STANDARD_OBSERVERS}. */
  readonly standardObservers?: readonly ObserverFactory[];
  /** Told of the run after all others. */
  readonly observers?: readonly TrainingObserver[];
}

/** What writes a run's numbers to its folder. */
export const STANDARD_OBSERVERS: readonly ObserverFactory[] = [metricsFile, tensorboard];

/** The default of `OPTIMIZER`. */
export const createAdam: CreateMainOptimizer = (parameters, settings) => new Adam(parameters, settings);

/**
 * A child container for one run: `resolve(TRAINER)` trains it, `resolve(RUN_MODEL)` is its model, which the caller disposes.
 *
 * @throws CmgError where the data does not fit the config's modalities
 */
export function createRunContainer(config: RunConfig, settings: RunSettings): DependencyContainer {
  const { components, dataset, shapes = dataset, folder, parent = container } = settings;
  const run = parent.createChildContainer();
  // Built here rather than by a factory: tsyringe would wrap an error in one of its own.
  const model = buildModel(config, components, shapes);
  run.register(RUN_CONFIG, { useValue: config });
  run.register(RUN_COMPONENTS, { useValue: components });
  run.register(RUN_DATASET, { useValue: dataset });
  run.register(RUN_FOLDER, { useValue: new RunFolder(folder) });
  run.register(RUN_MODEL, { useValue: model });
  const { totalSteps } = planOf(config, dataset, model.training.participants);
  run.register(RUN_OBJECTIVES, { useValue: buildObjectives(config, components, model, totalSteps) });
  for (const observer of observersOf(config, settings, parent)) run.register(TRAINING_OBSERVER, { useValue: observer });
  if (!parent.isRegistered(REPLICAS, true)) run.register(REPLICAS, { useValue: ALONE });
  if (!parent.isRegistered(OPTIMIZER, true)) run.register(OPTIMIZER, { useValue: createAdam });
  if (!parent.isRegistered(LEARNING_RATE, true)) run.register(LEARNING_RATE, { useValue: learningRate });
  if (!parent.isRegistered(TRAINER, true)) run.register(TRAINER, { useClass: Trainer });
  return run;
}

/** Standard ones, those of the config, those that the parent has, and the caller's: the order in which they are told. */
function observersOf(config: RunConfig, settings: RunSettings, parent: DependencyContainer): TrainingObserver[] {
  const { components, folder, standardObservers = STANDARD_OBSERVERS, observers = [] } = settings;
  const build = { folder, config };
  return [
    ...standardObservers
      .filter(({ name }) => !config.observers.some(({ use }) => use === name))
      .map((factory) => factory.create(factory.options.parse({}), build)),
    ...config.observers.map(({ use, options }) => components.observers.get(use).create(options, build)),
    // A child's registrations hide its parent's, rather than add to them.
    ...(parent.isRegistered(TRAINING_OBSERVER, true) ? parent.resolveAll(TRAINING_OBSERVER) : []),
    ...observers,
  ];
}
