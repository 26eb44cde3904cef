import type { ComponentConfig, RunConfig } from '@cmg/core';
import { type Section, SECTIONS } from './sections.js';

/** One component of a config, and where it is. */
export interface ConfigEntry {
  readonly section: Section;
  /** [data], [objectives, 2]. */
  readonly path: readonly PropertyKey[];
  readonly entry: ComponentConfig;
}

/** The parts of a config that name components, or some of them: what a run, a head or an index records. */
export type RecordedComponents = Partial<Pick<RunConfig, Section['key']>>;

/** All components of a config, in the order of a file. */
export function entriesOf(config: RecordedComponents): ConfigEntry[] {
  return SECTIONS.flatMap((section) => {
    const value: ComponentConfig | readonly ComponentConfig[] | undefined = config[section.key];
    if (value === undefined) return [];
    return [value].flat().map((entry, i) => ({ section, path: section.list ? [section.key, i] : [section.key], entry }));
  });
}

/** A config with each of its components replaced; it is one again where `map` gives components. */
export function mapEntries(config: RunConfig, map: (entry: ConfigEntry) => object): { readonly [Key in keyof RunConfig]: unknown } {
  const mapped = SECTIONS.map(({ key, list }) => {
    const entries = entriesOf({ [key]: config[key] }).map(map);
    return [key, list ? entries : entries[0]] as const;
  });
  return { ...config, ...Object.fromEntries(mapped) };
}
