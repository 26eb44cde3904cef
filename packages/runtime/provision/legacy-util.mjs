import util from 'node:util';

/** The two functions that tfjs-node calls, which Node 22 deprecates and Node 23 removed, in their original form. */
const LEGACY = {
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: Array.isArray,
};

/** Adds what tfjs-node needs to `node:util`, for any version of Node. */
export function restoreLegacyUtil() {
  for (const [name, legacy] of Object.entries(LEGACY)) util[name] = legacy;
}
