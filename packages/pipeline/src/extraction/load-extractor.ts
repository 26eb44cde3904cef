import { isPath, loadComponent, resolveModule } from '@cmg/config';
import { CmgError } from '@cmg/core';
import type { LoadExtractor } from '@cmg/media';

/**
 * An extractor by package or path. **This executes the module.** Undefined where a bare name is that of no package: it may be a built-in
 * one that is misspelt.
 *
 * @throws CmgError of kind `usage` where it is not there, throws, or is not an extractor
 */
export const loadExtractor: LoadExtractor = async (specifier, base) => {
  if (!isPath(specifier) && !specifier.startsWith('@') && !(await isInstalled(specifier, base))) return undefined;
  return loadComponent('extractor', specifier, base);
};

async function isInstalled(specifier: string, base: string): Promise<boolean> {
  try {
    await resolveModule(specifier.replace(/#.*$/, ''), base);
    return true;
  } catch (error) {
    if (error instanceof CmgError) return false;
    throw error;
  }
}
