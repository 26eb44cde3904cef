import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether a file is there and was written after all that it is made of.
 *
 * @param {string} output
 * @param {readonly string[]} inputs files, and folders with all in them but `dist` and `node_modules`
 */
export function isNewer(output, inputs) {
  const made = statSync(output, { throwIfNoEntry: false })?.mtimeMs;
  return made !== undefined && inputs.every((path) => newest(path) <= made);
}

/** When the last change below a path was, in ms. */
function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const names = readdirSync(path).filter((name) => name !== 'dist' && name !== 'node_modules');
  return Math.max(0, ...names.map((name) => newest(join(path, name))));
}
