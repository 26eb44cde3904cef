import { createRequire } from 'node:module';

/** The two functions that tfjs-node calls and Node 23 removed, as they were. */
const LEGACY = {
  isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
  isArray: (value: unknown): boolean => Array.isArray(value),
};

/** Gives `node:util` back what tfjs-node needs of it; a no-op on Node 22 and older. */
export function restoreLegacyUtil(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  for (const [name, restored] of Object.entries(LEGACY)) util[name] ??= restored;
}
