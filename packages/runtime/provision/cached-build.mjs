import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A build folder untouched for this long was left behind by an interrupted run. */
const ABANDONED_MS = 6 * 3_600_000;

/** The cache folder for costly downloads and builds: `CMG_CACHE_DIR`, else `~/.cache/cmg`. */
export function cacheRoot(env = process.env) {
  return env.CMG_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cmg');
}

/**
 * The folder `root/key`, built if it does not exist. It appears atomically: the build runs in a temporary folder that
 * is renamed into place, so it may be interrupted at any time, repeated, and run concurrently.
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
    // It may be gone: another process may have finished it.
    const touched = await stat(join(root, name)).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity,
    );
    if (Date.now() - touched > ABANDONED_MS) await rm(join(root, name), { recursive: true, force: true });
  }
}
