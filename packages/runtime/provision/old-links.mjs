import { lstat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { tfjsModules } from './native-package.mjs';

/** What earlier versions linked into the cache, through which npm removed files from it. */
const LINKED = ['lib', 'deps', 'node_modules'];

/** Removes an earlier version's symbolic links to folders of the cache from a project; the cache itself is left alone. */
export async function removeOldLinks(npmName, modules = tfjsModules()) {
  for (const name of LINKED) {
    const path = join(modules, npmName, name);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isSymbolicLink()) await unlink(path);
  }
}
