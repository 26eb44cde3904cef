import type { Components, RunConfig } from '@cmg/core';
import { checkConfig } from './check-config.js';
import { ConfigPlugins } from './components/config-plugins.js';
import type { ConfigOverrides } from './edits/edits-of-arguments.js';
import { MistakesError } from './source/mistake.js';
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
  const { loaded, mistakes } = await checkConfig(read, plugins, components, options);
  if (loaded === undefined) throw new MistakesError(mistakes);
  return options.plugins === false ? { ...loaded, components } : loaded;
}
