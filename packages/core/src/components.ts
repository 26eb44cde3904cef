import type { CodebookFactory } from './codebook.js';
import type { DatasetReader } from './dataset.js';
import type { ModalityPlugin } from './modality-plugin.js';
import type { ObjectiveFactory } from './objective.js';
import type { Registry } from './registry.js';
import type { Task } from './task.js';
import type { ObserverFactory } from './training-observer.js';

/** Everything a config may name. */
export interface Components {
  readonly modalities: Registry<ModalityPlugin>;
  readonly objectives: Registry<ObjectiveFactory>;
  readonly datasets: Registry<DatasetReader>;
  readonly tasks: Registry<Task>;
  readonly codebooks: Registry<CodebookFactory>;
  readonly observers: Registry<ObserverFactory>;
  /** Ready-made configs, name -> file: what `--config digits` and `extends: digits` mean. */
  readonly configs?: ReadonlyMap<string, string>;
}
