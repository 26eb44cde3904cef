import { resolve } from 'node:path';
import { type Components, mapPaths, type RunConfig } from '@cmg/core';
import { ConfigPlugins, type PluginEntry } from './components/config-plugins.js';
import { extendedComponents } from './components/extended-components.js';
import { mapEntries } from './entries.js';
import { applyEdits } from './edits/apply-edits.js';
import { type ConfigOverrides, editsOfArguments } from './edits/edits-of-arguments.js';
import { parseConfig } from './parse/parse-config.js';
import { registryOf } from './sections.js';
import { deepest, isMap, type Located, plain } from './source/located.js';
import { locate, mistakesError } from './source/mistake.js';
import { type ReadConfig, readConfig, readConfigText, type ReadContext } from './source/read-config.js';

/** A validated config, and the components that it may use. */
export interface LoadedConfig {
  readonly config: RunConfig;
  /** The given components, and those that the config names by package or path. */
  readonly components: Components;
}

export interface LoadConfigOptions extends ConfigOverrides {
  /** Whether to load the components that the config names by package or path, **which executes them**; `true` by default. */
  readonly plugins?: boolean;
}

/**
 * Reads and validates a YAML (or JSON) config: what it extends, the given overrides, and the components that it names by package or path.
 * Paths in its options become absolute: those in a file are relative to its folder, all others to the current one.
 *
 * With `plugins: false` packages and files of components are only located; their options are not checked, and the result only tells
 * whether everything else is valid.
 *
 * @param file a path, or the name of one of the ready-made configs of `components`, such as `digits`
 * @throws CmgError of kind `usage` that lists every mistake as `file:line:column: path: what was expected`
 */
export async function loadConfig(file: string, components: Components, options: LoadConfigOptions = {}): Promise<LoadedConfig> {
  const plugins = new ConfigPlugins(components, options.plugins ?? true);
  return finish(await readConfig(file, contextOf(plugins, components)), plugins, components, options);
}

/** Like {@link loadConfig}, from the file's text. */
export async function configFromText(
  text: string,
  file: string,
  components: Components,
  options: LoadConfigOptions = {},
): Promise<LoadedConfig> {
  const plugins = new ConfigPlugins(components, options.plugins ?? true);
  return finish(await readConfigText(text, file, contextOf(plugins, components)), plugins, components, options);
}

function contextOf(plugins: ConfigPlugins, { configs }: Components): ReadContext {
  return { nameOf: plugins.nameOf.bind(plugins), configs };
}

async function finish(read: ReadConfig, plugins: ConfigPlugins, components: Components, options: LoadConfigOptions): Promise<LoadedConfig> {
  const asked = editsOfArguments(options, process.cwd());
  const { root, mistakes: impossible } = await applyEdits(read.root, asked.edits, plugins.nameOf.bind(plugins));
  const { entries, issues: broken } = isMap(root.value) ? await plugins.entries(root.value) : { entries: [], issues: [] };
  const all = extendedComponents(components, entries);
  const { config, issues } = parseConfig(withNames(plain(root), entries), all);
  const known = issues.filter(({ path }) => !broken.some((entry) => entry.path.every((key, i) => path[i] === key)));
  const mistakes = [...read.mistakes, ...asked.mistakes, ...impossible, ...[...broken, ...known].map((issue) => locate(root, issue))];
  if (mistakes.length > 0 || config === undefined) throw mistakesError(mistakes);
  return { config: withOrigins(config, all, root, entries), components: options.plugins === false ? components : all };
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

/** Each entry with the origin of its component and absolute paths. */
function withOrigins(config: RunConfig, components: Components, root: Located, entries: readonly PluginEntry[]): RunConfig {
  return mapEntries(config, ({ section, path, entry }) => {
    const { options } = registryOf(components, section).get(entry.use);
    const absolute = mapPaths(options, entry.options, (value, keys) => {
      const { node, depth } = deepest(root, [...path, ...keys]);
      return resolve(depth === path.length + keys.length ? node.source.base : process.cwd(), value);
    });
    const origin = entries.find((one) => one.path.join() === path.join())?.origin;
    return { ...entry, options: absolute, ...(origin && { from: origin }) };
  }) as RunConfig;
}
