import type { InjectionToken } from 'tsyringe';
import type { DatasetReader } from './dataset.js';
import type { ModalityPlugin } from './modality-plugin.js';
import type { ObjectiveFactory } from './objective.js';
import type { Task } from './task.js';

/** Multi-injection tokens: only the composition root (the `cmg` command, or a test) registers; others `@injectAll`. */
export const MODALITY: InjectionToken<ModalityPlugin> = Symbol.for('cmg.modality');
export const OBJECTIVE: InjectionToken<ObjectiveFactory> = Symbol.for('cmg.objective');
export const DATASET: InjectionToken<DatasetReader> = Symbol.for('cmg.dataset');
export const TASK: InjectionToken<Task> = Symbol.for('cmg.task');
