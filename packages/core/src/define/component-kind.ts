import type { CodebookFactory } from '../codebook.js';
import type { DatasetReader } from '../dataset.js';
import type { Extractor } from '../extractor.js';
import type { ModalityPlugin } from '../modality-plugin.js';
import type { ObjectiveFactory } from '../objective.js';
import type { Task } from '../task.js';
import type { ObserverFactory } from '../training-observer.js';

/** The kinds of components, and the contract of each. */
export interface ComponentKinds {
  readonly modality: ModalityPlugin;
  readonly objective: ObjectiveFactory;
  readonly dataset: DatasetReader;
  readonly task: Task;
  readonly extractor: Extractor;
  readonly codebook: CodebookFactory;
  readonly observer: ObserverFactory;
}

export type ComponentKind = keyof ComponentKinds;

/** The name of each kind in messages. */
export const KIND_NAMES: Readonly<Record<ComponentKind, string>> = {
  modality: 'modality plugin',
  objective: 'objective',
  dataset: 'data set reader',
  task: 'task',
  extractor: 'extractor',
  codebook: 'codebook',
  observer: 'observer',
};

/** The property that holds a component's kind, the same in all copies of this package. */
const KIND = Symbol.for('@cmg/core.kind');

/** Marks a component with its kind, unless it is frozen. */
export function markKind(kind: ComponentKind, component: object): void {
  if (Object.isExtensible(component)) Object.defineProperty(component, KIND, { value: kind, configurable: true });
}

/** A component's kind, as marked or deduced from its functions; undefined if they fit several kinds or none. */
export function kindOf(component: object): ComponentKind | undefined {
  const marked = (component as { readonly [KIND]?: unknown })[KIND];
  if (typeof marked === 'string' && marked in KIND_NAMES) return marked as ComponentKind;
  const has = (part: string): boolean => typeof (component as Readonly<Record<string, unknown>>)[part] === 'function';
  if (has('createSemanticEncoder') || has('createSpecificEncoder') || has('createDecoder')) return 'modality';
  if (has('createHead')) return 'task';
  if (has('open')) return typeof (component as { readonly kind?: unknown }).kind === 'string' ? 'extractor' : 'dataset';
  return undefined;
}
