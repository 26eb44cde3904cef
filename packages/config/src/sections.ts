import type { Component, ComponentKind, Components, Registry } from '@cmg/core';

/** A key of a config that names components. */
export interface Section {
  readonly key: 'data' | 'modalities' | 'codebook' | 'objectives' | 'tasks' | 'observers';
  readonly kind: ComponentKind;
  readonly registry: Exclude<keyof Components, 'configs'>;
  /** The name of one of its components in messages. */
  readonly noun: string;
  /** Whether it is a list. */
  readonly list: boolean;
  readonly required: boolean;
  /** The component of an entry that does not name one; the entry may be omitted. */
  readonly fallback?: string;
}

/** All keys of a config that name components, in the order of a file. */
export const SECTIONS: readonly Section[] = [
  { key: 'data', kind: 'dataset', noun: 'data set', registry: 'datasets', list: false, required: true },
  { key: 'modalities', kind: 'modality', noun: 'modality', registry: 'modalities', list: true, required: true },
  { key: 'codebook', kind: 'codebook', noun: 'codebook', registry: 'codebooks', list: false, required: false, fallback: 'shared' },
  { key: 'objectives', kind: 'objective', noun: 'objective', registry: 'objectives', list: true, required: true },
  { key: 'tasks', kind: 'task', noun: 'task', registry: 'tasks', list: true, required: false },
  { key: 'observers', kind: 'observer', noun: 'observer', registry: 'observers', list: true, required: false },
];

/** The keys that hold lists of components. */
export const LIST_KEYS: readonly string[] = SECTIONS.filter(({ list }) => list).map(({ key }) => key);

/** The components of a section's kind. */
export function registryOf(components: Components, { registry }: Section): Registry<Component> {
  return components[registry];
}
