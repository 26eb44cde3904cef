import util from 'node:util';

/** The two functions that tfjs-node calls, which Node 22 complains about and Node 23 removed, as they were. */
const LEGACY = {
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: Array.isArray,
};

/** Puts what tfjs-node needs of `node:util` there, whatever the version of Node. */
export function restoreLegacyUtil() {
  for (const [name, legacy] of Object.entries(LEGACY)) util[name] = legacy;
}
