import type { ComponentKind } from '@cmg/core';
import { type LoadedComponent, loadComponent, moduleAndName } from './load-component.js';
import { isPath, packageFolder } from './resolve-module.js';

/** Whether a name can only be a package or a path: it starts with `@`, `./`, `../` or `/`. */
export function isSpecifier(name: string): boolean {
  return isPath(name) || name.startsWith('@');
}

/**
 * Like {@link loadComponent}, for a name that may be a misspelling. **This executes the module.**
 *
 * @returns undefined if a bare name is not an installed package
 */
export async function findComponent<Kind extends ComponentKind>(
  kind: Kind,
  name: string,
  base: string,
): Promise<LoadedComponent<Kind> | undefined> {
  return isSpecifier(name) || (await isInstalled(name, base)) ? loadComponent(kind, name, base) : undefined;
}

/** Whether a package is installed; it may still lack its files, or export nothing. Nothing is executed. */
export async function isInstalled(name: string, base: string): Promise<boolean> {
  return (await packageFolder(moduleAndName(name, base)[0], base)) !== undefined;
}
