import type { Dataset, RunConfig, TrainingOutcome } from '@cmg/core';
import { createRunContainer, interruptOnSignals, progress, RUN_MODEL, STANDARD_OBSERVERS, TRAINER } from '@cmg/trainer';
import type { Workbench } from './workbench.js';

export interface TrainRunOptions {
  readonly dataset: Dataset;
  readonly folder: string;
  /** Go on from the folder's checkpoint where there is one. */
  readonly resume: boolean;
}

/** Pre-trains one run; Ctrl-C saves it and returns `interrupted`. */
export async function trainRun(workbench: Workbench, config: RunConfig, options: TrainRunOptions): Promise<TrainingOutcome> {
  const { dataset, folder, resume } = options;
  const run = createRunContainer(config, {
    components: workbench.components,
    dataset,
    folder,
    standardObservers: [...STANDARD_OBSERVERS, progress],
  });
  const model = run.resolve(RUN_MODEL);
  const interrupt = interruptOnSignals();
  try {
    const trainer = run.resolve(TRAINER);
    try {
      return await trainer.run({ resume, signal: interrupt.signal });
    } finally {
      trainer.dispose();
    }
  } finally {
    interrupt.dispose();
    model.dispose();
  }
}
