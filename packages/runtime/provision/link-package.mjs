import { existsSync } from 'node:fs';
import { cp, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What a native package's folder lacks without its install script. */
const LINKED = ['lib', 'deps'];

/**
 * Makes the package in folder `home` complete from a built draft: links its libraries, and copies the package itself
 * first where npm left it out, with what it needs except tfjs, which must stay the one that everything else imports.
 */
export async function linkPackage(draft, npmName, home) {
  const source = join(draft, 'node_modules', npmName);
  if (!existsSync(join(home, 'package.json'))) await copyPackage(draft, source, home);
  for (const name of LINKED) await replaceByLink(join(source, name), join(home, name));
}

async function copyPackage(draft, source, home) {
  const libraries = LINKED.map((name) => join(source, name));
  await cp(source, home, { recursive: true, filter: (path) => !libraries.includes(path) });
  for (const name of await readdir(join(draft, 'node_modules'))) {
    if (name.startsWith('.') || name === '@tensorflow') continue;
    await cp(join(draft, 'node_modules', name), join(home, 'node_modules', name), { recursive: true, force: false });
  }
}

/** Puts a link where anything or nothing was, in one step as far as the system allows, so that two runs at once agree. */
async function replaceByLink(target, path) {
  const draft = `${path}.tmp-${process.pid}`;
  await symlink(target, draft, 'junction');
  try {
    await rename(draft, path);
  } catch {
    await rm(path, { recursive: true, force: true });
    await rename(draft, path);
  }
}
