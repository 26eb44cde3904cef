import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The absolute path of the cache folder for costly downloads and builds: `CMG_CACHE_DIR`, else `~/.cache/cmg`. */
export function cacheRoot(env = process.env) {
  return resolve(env.CMG_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cmg'));
}
