import util from 'node:util';

/** The two functions that tfjs-node calls and Node 23 removed, as they were. */
const LEGACY = {
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: Array.isArray,
};

/** Gives `node:util` back what tfjs-node needs of it; changes nothing on Node 22 and older. */
export function restoreLegacyUtil() {
  for (const [name, restored] of Object.entries(LEGACY)) util[name] ??= restored;
}
