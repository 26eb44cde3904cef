import { MODALITY, OBJECTIVE } from './component-tokens.js';
import { type Dataset, Registry } from '@cmg/core';
import type { RunConfig } from '@cmg/config';
import type { DependencyContainer } from 'tsyringe';
import { RunFolder } from './checkpoint/run-folder.js';
import { buildModel } from './model/build-model.js';
import { buildObjectives } from './model/build-objectives.js';
import { MetricsFile } from './observers/metrics-file.js';
import { TensorBoardFile } from './observers/tensorboard-file.js';
import type { TrainingObserver } from './observers/training-observer.js';
import { RUN_CONFIG, RUN_DATASET, RUN_FOLDER, RUN_MODEL, RUN_OBJECTIVES, TRAINING_OBSERVER } from './tokens.js';

export interface RunSettings {
  /** Where `MODALITY` and `OBJECTIVE` are registered. */
  readonly parent: DependencyContainer;
  /** Open; the caller closes it. */
  readonly dataset: Dataset;
  /** The run's folder, for example `runs/<name>`. */
  readonly folder: string;
  /** Told of the run after the metrics files have been written. */
  readonly observers?: readonly TrainingObserver[];
}

/**
 * A child container for one run: `resolve(Trainer)` trains it, `resolve(RUN_MODEL)` is its model, which the caller disposes.
 *
 * @throws CmgError where the data does not fit the config's modalities
 */
export function createRunContainer(config: RunConfig, { parent, dataset, folder, observers = [] }: RunSettings): DependencyContainer {
  const run = parent.createChildContainer();
  const modalities = new Registry('modality', run.resolveAll(MODALITY));
  const objectives = new Registry('objective', run.resolveAll(OBJECTIVE));
  const runFolder = new RunFolder(folder);
  // Built here rather than by a factory: tsyringe would wrap an error in one of its own.
  const model = buildModel(config, { modalities }, dataset);
  run.register(RUN_CONFIG, { useValue: config });
  run.register(RUN_DATASET, { useValue: dataset });
  run.register(RUN_FOLDER, { useValue: runFolder });
  run.register(RUN_MODEL, { useValue: model });
  run.register(RUN_OBJECTIVES, { useValue: buildObjectives(config, { objectives }, model) });
  for (const observer of [new MetricsFile(runFolder.metrics), new TensorBoardFile(folder), ...observers]) {
    run.register(TRAINING_OBSERVER, { useValue: observer });
  }
  return run;
}
