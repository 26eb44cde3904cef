import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** The parts of a native package's folder that its install script would create. */
const LIBRARIES = ['lib', 'deps'];

/**
 * Makes the package in folder `home` complete from a built draft by links. If npm skipped the package, its own files are
 * copied first: only a package that is physically in `home` shares the tfjs that everything else imports.
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

/** Creates or replaces a link, atomically where the system allows, so that concurrent runs agree. */
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
