import type { DatasetReader } from '../dataset.js';
import type { Extractor } from '../extractor.js';
import type { ModalityPlugin } from '../modality-plugin.js';
import type { ObjectiveFactory } from '../objective.js';
import type { Task } from '../task.js';

/** What a component may be, and the contract of each kind. */
export interface ComponentKinds {
  readonly modality: ModalityPlugin;
  readonly objective: ObjectiveFactory;
  readonly dataset: DatasetReader;
  readonly task: Task;
  readonly extractor: Extractor;
}

export type ComponentKind = keyof ComponentKinds;

/** As a message calls each kind. */
export const KIND_NAMES: Readonly<Record<ComponentKind, string>> = {
  modality: 'modality plugin',
  objective: 'objective',
  dataset: 'data set reader',
  task: 'task',
  extractor: 'extractor',
};
