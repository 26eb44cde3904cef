import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What a native package's folder lacks without its install script. */
const LIBRARIES = ['lib', 'deps'];

/**
 * Makes the package in folder `home` complete from a built draft by links. Where npm left the package out, its own files
 * are copied first: only a package that really lies in `home` shares the tfjs that everything else imports.
 */
export async function linkPackage(draft, npmName, home) {
  const modules = join(draft, 'node_modules');
  const source = join(modules, npmName);
  if (!existsSync(join(home, 'package.json'))) {
    const libraries = LIBRARIES.map((name) => join(source, name));
    await cp(source, home, { recursive: true, filter: (path) => !libraries.includes(path) });
    await replaceByLink(modules, join(home, 'node_modules'));
  }
  for (const name of LIBRARIES) await replaceByLink(join(source, name), join(home, name));
}

/** Puts a link where anything or nothing was, in one step as far as the system allows, so that two runs at once agree. */
async function replaceByLink(target, path) {
  const draft = `${path}.tmp-${randomUUID()}`;
  await symlink(target, draft, 'junction');
  try {
    await rename(draft, path);
  } catch {
    await rm(path, { recursive: true, force: true });
    await rename(draft, path);
  }
}
