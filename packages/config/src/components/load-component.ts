import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkComponent, type ComponentKind, type ComponentKinds, type ComponentOrigin } from '@cmg/core';
import { chooseExport } from './choose-export.js';
import { importModule } from './import-module.js';
import { isPath, type ResolvedModule, resolveModule } from './resolve-module.js';

/** A component that is not built in, and where it comes from. */
export interface LoadedComponent<Kind extends ComponentKind = ComponentKind> {
  readonly component: ComponentKinds[Kind];
  readonly origin: ComponentOrigin;
  /** The module's file, unless it is that of a package. */
  readonly file?: string;
}

/** `@me/pack#depth` -> the module and the component in it; a file name may itself contain a `#`. */
export function moduleAndName(specifier: string, base: string): [module: string, name: string | undefined] {
  const at = specifier.lastIndexOf('#');
  if (at < 1 || (isPath(specifier) && existsSync(resolve(base, specifier)))) return [specifier, undefined];
  return [specifier.slice(0, at), specifier.slice(at + 1)];
}

/** What a specifier resolves to from a folder. */
export function originOf(specifier: string, base: string, resolved: ResolvedModule): ComponentOrigin {
  const version = resolved.package?.version;
  return { specifier, base: resolve(base), ...(version !== undefined && { version }) };
}

/**
 * Loads a component of a package (`@me/modality-depth`, `depth-plugin`, `@me/pack#depth`) or of a file (`./mine.ts`), as an `import` in
 * the folder `base` would. **This executes the module.**
 *
 * @throws CmgError of kind `usage` if it is missing, throws, or is not a component of the kind, naming the part that is wrong
 */
export async function loadComponent<Kind extends ComponentKind>(
  kind: Kind,
  specifier: string,
  base: string,
): Promise<LoadedComponent<Kind>> {
  const [module, name] = moduleAndName(specifier, base);
  const resolved = await resolveModule(module, base);
  const exported = chooseExport(await importModule(resolved.file, specifier), kind, specifier, name);
  const component = checkComponent(kind, exported, specifier);
  return { component, origin: originOf(specifier, base, resolved), ...(resolved.package === undefined && { file: resolved.file }) };
}
