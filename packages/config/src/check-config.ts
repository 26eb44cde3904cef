import { resolve } from 'node:path';
import { type Components, mapPaths, type RunConfig } from '@cmg/core';
import type { ConfigPlugins, PluginEntry } from './components/config-plugins.js';
import { extendedComponents } from './components/extended-components.js';
import { applyEdits } from './edits/apply-edits.js';
import { type ConfigOverrides, editsOfArguments } from './edits/edits-of-arguments.js';
import { mapEntries } from './entries.js';
import { settingsSchema } from './run-config.js';
import type { LoadedConfig } from './load-config.js';
import { parseConfig } from './parse/parse-config.js';
import { registryOf } from './sections.js';
import { deepest, isMap, type Located, plain } from './source/located.js';
import { locate, type Mistake } from './source/mistake.js';
import type { ReadConfig } from './source/read-config.js';

/** A valid config, or all that is wrong with it. */
export interface CheckedConfig {
  /** Absent where there are mistakes. */
  readonly loaded?: LoadedConfig;
  readonly mistakes: readonly Mistake[];
}

/** Applies the overrides to a config that was read, loads the components that it names, and validates it. */
export async function checkConfig(
  read: ReadConfig,
  plugins: ConfigPlugins,
  components: Components,
  overrides: ConfigOverrides,
): Promise<CheckedConfig> {
  const asked = editsOfArguments(overrides, process.cwd());
  const { root, mistakes: impossible } = await applyEdits(read.root, asked.edits, plugins.nameOf.bind(plugins));
  const { entries, issues: broken } = isMap(root.value) ? await plugins.entries(root.value) : { entries: [], issues: [] };
  const all = extendedComponents(components, entries);
  const { config, issues } = parseConfig(withNames(plain(root), entries), all);
  const known = issues.filter(({ path }) => !broken.some((entry) => entry.path.every((key, i) => path[i] === key)));
  const mistakes = [...read.mistakes, ...asked.mistakes, ...impossible, ...[...broken, ...known].map((issue) => locate(root, issue))];
  if (mistakes.length > 0 || config === undefined) return { mistakes };
  return { loaded: { config: withOrigins(config, all, root, entries), components: all }, mistakes };
}

/** The plain config, with each plugin replaced by the name of its component. */
function withNames(raw: unknown, entries: readonly PluginEntry[]): unknown {
  for (const { path, component } of entries) {
    const parent = path.slice(0, -1).reduce((at, key) => (at as Record<PropertyKey, unknown>)[key], raw) as Record<PropertyKey, unknown>;
    const key = path.at(-1) as PropertyKey;
    const entry = parent[key];
    parent[key] = typeof entry === 'string' ? component.name : { ...(entry as object), use: component.name };
  }
  return raw;
}

/** Each entry with the origin of its component, and all paths absolute. */
function withOrigins(config: RunConfig, components: Components, root: Located, entries: readonly PluginEntry[]): RunConfig {
  const absoluteAt = (path: readonly PropertyKey[]) => (value: string, keys: readonly PropertyKey[]) => {
    const { node, depth } = deepest(root, [...path, ...keys]);
    return resolve(depth === path.length + keys.length ? node.source.base : process.cwd(), value);
  };
  return mapEntries(mapPaths(settingsSchema, config, absoluteAt([])), ({ section, path, entry }) => {
    const { options } = registryOf(components, section).get(entry.use);
    const absolute = mapPaths(options, entry.options, absoluteAt(path));
    const origin = entries.find((one) => one.path.join() === path.join())?.origin;
    return { ...entry, options: absolute, ...(origin && { from: origin }) };
  }) as RunConfig;
}
