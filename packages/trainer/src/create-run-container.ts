import { type Components, type Dataset, type ObserverFactory, Registry, type RunConfig, type TrainingObserver } from '@cmg/core';
import type { DependencyContainer } from 'tsyringe';
import { RunFolder } from './checkpoint/run-folder.js';
import { MODALITY, OBJECTIVE, OBSERVER } from './component-tokens.js';
import { buildModel } from './model/build-model.js';
import { buildObjectives } from './model/build-objectives.js';
import { metricsFile } from './observers/metrics-file.js';
import { tensorboard } from './observers/tensorboard-file.js';
import { RUN_CONFIG, RUN_DATASET, RUN_FOLDER, RUN_MODEL, RUN_OBJECTIVES, TRAINING_OBSERVER } from './tokens.js';

export interface RunSettings {
  /** Where `MODALITY`, `OBJECTIVE` and `OBSERVER` are registered, and `TRAINING_OBSERVER` where there is an own one. */
  readonly parent: DependencyContainer;
  /** Open; the caller closes it. */
  readonly dataset: Dataset;
  /** The run's folder, for example `runs/<name>`. */
  readonly folder: string;
  /** Observers that the run has with their default options unless the config names them; default: {@link STANDARD_OBSERVERS}. */
  readonly standardObservers?: readonly ObserverFactory[];
  /** Told of the run after those of the config. */
  readonly observers?: readonly TrainingObserver[];
}

/** What writes a run's numbers to its folder. */
export const STANDARD_OBSERVERS: readonly ObserverFactory[] = [metricsFile, tensorboard];

/**
 * A child container for one run: `resolve(Trainer)` trains it, `resolve(RUN_MODEL)` is its model, which the caller disposes.
 *
 * @throws CmgError where the data does not fit the config's modalities
 */
export function createRunContainer(config: RunConfig, settings: RunSettings): DependencyContainer {
  const { parent, dataset, folder } = settings;
  const run = parent.createChildContainer();
  const modalities = new Registry('modality', run.resolveAll(MODALITY));
  const objectives = new Registry('objective', run.resolveAll(OBJECTIVE));
  // Built here rather than by a factory: tsyringe would wrap an error in one of its own.
  const model = buildModel(config, { modalities }, dataset);
  run.register(RUN_CONFIG, { useValue: config });
  run.register(RUN_DATASET, { useValue: dataset });
  run.register(RUN_FOLDER, { useValue: new RunFolder(folder) });
  run.register(RUN_MODEL, { useValue: model });
  run.register(RUN_OBJECTIVES, { useValue: buildObjectives(config, { objectives }, model) });
  for (const observer of observersOf(config, settings)) run.register(TRAINING_OBSERVER, { useValue: observer });
  return run;
}

/** Standard ones, those of the config, those that the parent has, and the caller's: the order in which they are told. */
function observersOf(config: RunConfig, settings: RunSettings): TrainingObserver[] {
  const { parent, folder, standardObservers = STANDARD_OBSERVERS, observers = [] } = settings;
  const factories: Components['observers'] = new Registry('observer', parent.isRegistered(OBSERVER, true) ? parent.resolveAll(OBSERVER) : []);
  const build = { folder, config };
  return [
    ...standardObservers
      .filter(({ name }) => !config.observers.some(({ use }) => use === name))
      .map((factory) => factory.create(factory.options.parse({}), build)),
    ...config.observers.map(({ use, options }) => factories.get(use).create(options, build)),
    ...(parent.isRegistered(TRAINING_OBSERVER, true) ? parent.resolveAll(TRAINING_OBSERVER) : []),
    ...observers,
  ];
}
