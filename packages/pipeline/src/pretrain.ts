import {
  CmgError,
  type Components,
  type Dataset,
  type ObserverFactory,
  type RunConfig,
  type TrainingObserver,
  type TrainingOutcome,
} from '@cmg/core';
import { withLockedFolder } from '@cmg/formats';
import { ALONE, type Replicas } from '@cmg/runtime';
import { container as defaultContainer, createRunContainer, dataShapes, REPLICAS, RUN_MODEL, TRAINER } from '@cmg/trainer';
import type { DependencyContainer } from 'tsyringe';
import { type DataProgress, openDataset } from './data/open-dataset.js';

export interface PretrainOptions {
  /** Those that the config was loaded with. */
  readonly components: Components;
  /** The run's folder, which is made. */
  readonly folder: string;
  /** Go on from the folder's checkpoint where there is one. Default: a folder with a run in it is refused. */
  readonly resume?: boolean;
  /** Aborted: the current step ends, its state is saved, and the run ends as `interrupted`. */
  readonly signal?: AbortSignal;
  /** Observers that the run has with their default options unless the config names them; default: what writes its metrics files. */
  readonly standardObservers?: readonly ObserverFactory[];
  /** Told of what happens, after those of the config. */
  readonly observers?: readonly TrainingObserver[];
  /** What is registered in it replaces ours: `OPTIMIZER`, `LEARNING_RATE`, `TRAINER` of `@cmg/trainer`. */
  readonly container?: DependencyContainer;
  /** The processes that train the run together, from `openCluster` of `@cmg/runtime`, as this one sees them; default: this one alone. */
  readonly replicas?: Replicas;
  /** The config's data, where it is open already; the caller closes it. */
  readonly dataset?: Dataset;
  readonly onDataProgress?: DataProgress;
}

/** How pre-training ended, and where its run is. */
export interface Pretrained {
  readonly outcome: TrainingOutcome;
  readonly folder: string;
}

/**
 * Pre-trains one run: learns the shared codes from paired clips; no label is read.
 *
 * @throws CmgError where the folder holds another run or another process trains in it, the data does not fit the config, a loss is no longer finite, or a file
 *   cannot be written
 *
 * @example
 * const { config, components } = await loadConfig('mine.yaml', createComponents());
 * await pretrain(config, { components, folder: 'runs/mine' });
 */
export async function pretrain(config: RunConfig, options: PretrainOptions): Promise<Pretrained> {
  const { count, rank } = options.replicas ?? ALONE;
  const { batchSize } = config.training;
  if (batchSize % count !== 0) {
    throw new CmgError(`a batch of ${batchSize} clips cannot be divided among ${count} processes`, {
      kind: 'usage',
      where: 'training.batchSize',
      hint: `Set it to a multiple of ${count}, or use another number of processes.`,
    });
  }
  return rank === 0 ? withLockedFolder(options.folder, () => train(config, options)) : train(config, options);
}

async function train(config: RunConfig, options: PretrainOptions): Promise<Pretrained> {
  const { components, folder, resume = false, signal, standardObservers, observers = [], container, replicas } = options;
  const parent = replicas === undefined ? container : (container ?? defaultContainer).createChildContainer();
  if (replicas !== undefined) parent?.register(REPLICAS, { useValue: replicas });
  const dataset = options.dataset ?? (await openDataset(config.data, components, options.onDataProgress));
  try {
    const run = createRunContainer(config, {
      components,
      dataset,
      shapes: await dataShapes(config, dataset, folder),
      folder,
      observers,
      ...(parent && { parent }),
      ...(standardObservers && { standardObservers }),
    });
    const model = run.resolve(RUN_MODEL);
    try {
      const trainer = run.resolve(TRAINER);
      try {
        return { outcome: await trainer.run({ resume, ...(signal && { signal }) }), folder };
      } finally {
        trainer.dispose();
      }
    } finally {
      model.dispose();
    }
  } finally {
    if (options.dataset === undefined) await dataset.close();
  }
}
