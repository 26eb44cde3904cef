import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A build folder that has not been touched for so long was left behind by an interrupted run. */
const ABANDONED_MS = 6 * 3_600_000;

/** Where what is costly to obtain is kept: `CMG_CACHE_DIR`, else `~/.cache/cmg`. */
export function cacheRoot(env = process.env) {
  return env.CMG_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cmg');
}

/**
 * The folder `root/key`, built if it is not there. It appears whole or not at all: the build runs in a temporary folder
 * that is renamed into place, so it may be interrupted at any time, repeated, and run twice at once.
 *
 * @param {string} root
 * @param {string} key
 * @param {(folder: string) => Promise<void>} build fills an empty folder
 * @returns {Promise<string>} the folder
 */
export async function cachedBuild(root, key, build) {
  const folder = join(root, key);
  if (existsSync(folder)) return folder;
  await mkdir(root, { recursive: true });
  await removeAbandoned(root, key);
  const draft = await mkdtemp(join(root, `${key}.tmp-`));
  try {
    await build(draft);
    await rename(draft, folder);
    return folder;
  } catch (error) {
    if (existsSync(folder)) return folder;
    throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function removeAbandoned(root, key) {
  for (const name of await readdir(root)) {
    if (!name.startsWith(`${key}.tmp-`)) continue;
    // It may be gone by now: another process has finished with it.
    const touched = await stat(join(root, name)).then(({ mtimeMs }) => mtimeMs, () => Infinity);
    if (Date.now() - touched > ABANDONED_MS) await rm(join(root, name), { recursive: true, force: true });
  }
}
