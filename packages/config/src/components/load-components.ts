import { CmgError, type Component, type ComponentKind, type ComponentOrigin, type Components } from '@cmg/core';
import { type ConfigEntry, entriesOf, type RecordedComponents } from '../entries.js';
import { registryOf, type Section } from '../sections.js';
import { extendedComponents } from './extended-components.js';
import { type GivenPlugin, givenPlugins, refuseTaken } from './given-plugins.js';
import { loadComponent, type LoadedComponent, moduleAndName } from './load-component.js';
import { isPath, type ResolvedModule, resolveModule } from './resolve-module.js';

export interface LoadComponentsOptions {
  /** The folder of the run. Components are looked for where its config was, then here, then in the current folder. */
  readonly base?: string;
  /** Packages or files whose components replace recorded ones of the same kind and name, whatever their version. */
  readonly plugins?: readonly string[];
}

/**
 * Loads the components that a run took from packages or files, using the recorded origins. **This executes it.**
 *
 * @returns the given components with those of the run; the given registries do not change
 * @throws CmgError of kind `usage` that names every package that is missing, or of another version, and says what to install
 */
export async function loadComponents(
  recorded: RecordedComponents,
  components: Components,
  options: LoadComponentsOptions = {},
): Promise<Components> {
  const entries = entriesOf(recorded);
  const given = await givenFor(entries, components, options);
  const loaded: { kind: ComponentKind; component: Component }[] = [];
  const problems: string[] = [];
  for (const { section, entry } of entries) {
    if (given.some(({ kind, component }) => kind === section.kind && component.name === entry.use)) continue;
    try {
      if (entry.from === undefined) known(section, entry.use, components);
      else
        loaded.push({
          kind: section.kind,
          component: (await reload(section.kind, entry.use, entry.from, options.base)).component,
        });
    } catch (error) {
      if (!(error instanceof CmgError)) throw error;
      problems.push(`the ${section.noun} '${entry.use}' cannot be loaded: ${error.message}`);
    }
  }
  if (problems.length > 0) throw new CmgError(problems.join('\n'), { kind: 'usage' });
  return extendedComponents(components, [...loaded, ...given]);
}

async function givenFor(
  entries: readonly ConfigEntry[],
  components: Components,
  { base, plugins = [] }: LoadComponentsOptions,
): Promise<GivenPlugin[]> {
  const folders = foldersOf(base, ...entries.flatMap(({ entry }) => entry.from?.base ?? []));
  const recordedAs = (name: string) => entries.find(({ entry }) => entry.use === name);
  const all: GivenPlugin[] = [];
  for (const specifier of plugins) {
    const given = await givenPlugins(specifier, [process.cwd(), ...folders], (name) => recordedAs(name)?.section.kind);
    for (const plugin of given) if (recordedAs(plugin.component.name)?.entry.from === undefined) refuseTaken(plugin, components);
    all.push(...given);
  }
  return all;
}

function foldersOf(...folders: readonly (string | undefined)[]): string[] {
  return [...new Set([...folders, process.cwd()])].filter((folder) => folder !== undefined);
}

/** An old record without origins, or a component that a program registered itself. */
function known(section: Section, name: string, components: Components): void {
  const registry = registryOf(components, section);
  if (registry.has(name)) return;
  if (registry.absent.has(name)) registry.get(name); // throws what to install
  throw new CmgError('it is not built in, and the record does not say where it comes from', {
    kind: 'usage',
    hint: 'Give the package or file that exports it: --plugin PACKAGE.',
  });
}

/**
 * Reloads one recorded component: an extractor, or the component of a single record.
 *
 * @param base the folder of the record, where it is looked for if it has moved
 * @throws CmgError of kind `usage` that says what to install
 */
export async function reload<Kind extends ComponentKind>(
  kind: Kind,
  name: string,
  from: ComponentOrigin,
  base?: string,
): Promise<LoadedComponent<Kind>> {
  const { specifier, version } = from;
  let other: { readonly resolved: ResolvedModule; readonly folder: string } | undefined;
  for (const folder of foldersOf(from.base, base)) {
    const resolved = await resolveModule(moduleAndName(specifier, folder)[0], folder).catch(() => undefined);
    if (resolved === undefined) continue;
    if (resolved.package?.version === version) {
      const loaded = await loadComponent(kind, specifier, folder);
      if (loaded.component.name === name) return loaded;
      throw new CmgError(`is now named '${loaded.component.name}'`, {
        kind: 'usage',
        where: specifier,
        hint: `It was '${name}' when it was recorded.`,
      });
    }
    other ??= { resolved, folder };
  }
  throw other === undefined ? missing(from) : changed(from, other.resolved.package?.version, other.folder);
}

function missing({ specifier, base, version }: ComponentOrigin): CmgError {
  if (isPath(specifier)) {
    return new CmgError(`is no longer in ${base}`, { kind: 'usage', where: specifier, hint: 'Give its new place: --plugin FILE.' });
  }
  const name = packageOf(specifier);
  const exact = version === undefined ? name : `${name}@${version}`;
  return new CmgError('is not installed', { kind: 'usage', where: name, hint: `Install it: npm install ${exact} (in ${base}).` });
}

function changed({ specifier, version = 'none' }: ComponentOrigin, found: string | undefined, folder: string): CmgError {
  const name = packageOf(specifier);
  return new CmgError(`was version ${version} when recorded, and is ${found ?? 'without a version'} in ${folder}`, {
    kind: 'usage',
    where: name,
    hint: `Install that version: npm install ${name}@${version} (in ${folder}), or use the installed one: --plugin ${specifier}.`,
  });
}

/** `@me/pack/depth#loss` -> `@me/pack`. */
function packageOf(specifier: string): string {
  return (/^(?:@[^/#]+\/)?[^/#]+/.exec(specifier) ?? [specifier])[0];
}
