import type { InjectionToken } from 'tsyringe';
import type { DatasetReader, ModalityPlugin, ObjectiveFactory, ObserverFactory, Task } from '@cmg/core';

/** Multi-injection tokens: only the composition root (the `cmg` command, or a test) registers; others `@injectAll`. */
export const MODALITY: InjectionToken<ModalityPlugin> = Symbol.for('cmg.modality');
export const OBJECTIVE: InjectionToken<ObjectiveFactory> = Symbol.for('cmg.objective');
export const DATASET: InjectionToken<DatasetReader> = Symbol.for('cmg.dataset');
export const TASK: InjectionToken<Task> = Symbol.for('cmg.task');
export const OBSERVER: InjectionToken<ObserverFactory> = Symbol.for('cmg.observer');
