import { checkComponent, CmgError, type Component, type ComponentKind, type ComponentOrigin, type Components, kindOf } from '@cmg/core';
import { registryOf, SECTIONS } from '../sections.js';
import { componentsOf } from './choose-export.js';
import { extendedComponents } from './extended-components.js';
import { importModule } from './import-module.js';
import { moduleAndName, originOf } from './load-component.js';
import { resolveModule } from './resolve-module.js';

/** A component from a package or file that a user passes to a command. */
export interface GivenPlugin {
  readonly kind: ComponentKind;
  readonly component: Component;
  readonly origin: ComponentOrigin;
}

/**
 * The components that a package or file exports, resolved in the first of the folders that has it. **This executes the module.**
 *
 * @param kindByName the kind of a component that does not declare it
 * @throws CmgError of kind `usage` if it is missing or exports no component
 */
export async function givenPlugins(
  specifier: string,
  folders: readonly string[],
  kindByName: (name: string) => ComponentKind | undefined = () => undefined,
): Promise<readonly GivenPlugin[]> {
  const { base, file, origin } = await firstOf(specifier, folders);
  const [, wanted] = moduleAndName(specifier, base);
  const candidates = componentsOf(await importModule(file, specifier)).filter(({ name }) => wanted === undefined || name === wanted);
  const plugins = candidates.flatMap((candidate): GivenPlugin[] => {
    const kind = kindOf(candidate) ?? kindByName(String(candidate.name));
    return kind === undefined ? [] : [{ kind, component: checkComponent(kind, candidate, specifier), origin }];
  });
  if (plugins.length > 0) return plugins;
  throw new CmgError(candidates.length === 0 ? 'does not export a component' : 'does not declare the kind of its components', {
    kind: 'usage',
    where: specifier,
    hint: 'Make each with defineModality, defineObjective, defineDatasetReader, defineTask, defineCodebook or defineObserver of @cmg/core.',
  });
}

async function firstOf(specifier: string, folders: readonly string[]): Promise<{ base: string; file: string; origin: ComponentOrigin }> {
  let missing: unknown;
  for (const base of folders) {
    try {
      const resolved = await resolveModule(moduleAndName(specifier, base)[0], base);
      return { base, file: resolved.file, origin: originOf(specifier, base, resolved) };
    } catch (error) {
      missing ??= error;
    }
  }
  throw missing;
}

/**
 * Components with those of packages and files that a user passes to a command (`--plugin`), resolved in the current folder.
 * **This executes them.**
 *
 * @throws CmgError of kind `usage`, also if a name is taken
 */
export async function addPlugins(components: Components, specifiers: readonly string[]): Promise<Components> {
  let all = components;
  for (const specifier of specifiers) {
    const plugins = await givenPlugins(specifier, [process.cwd()]);
    for (const plugin of plugins) refuseTaken(plugin, all);
    all = extendedComponents(all, plugins);
  }
  return all;
}

/** Two components of the same kind and name would be ambiguous in a config. */
export function refuseTaken({ kind, component, origin }: GivenPlugin, components: Components): void {
  const section = SECTIONS.find((one) => one.kind === kind);
  const registry = section && registryOf(components, section);
  if (section === undefined || registry?.has(component.name) !== true || registry.get(component.name) === component) return;
  throw new CmgError(`there is a ${section.noun} named '${component.name}' already`, {
    kind: 'usage',
    where: origin.specifier,
    hint: 'Give it another name.',
  });
}
