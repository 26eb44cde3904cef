import type { RunEntry } from '../../../src/site/site-data.js';
import { loadRunCodes, type RunCodes } from './run-codes.js';
import { type Loaded, useLoaded } from './use-loaded.js';

/** A run's codes, anew whenever it has another checkpoint and `when` says so. */
export const useRunCodes = (run: RunEntry, when: unknown): Loaded<RunCodes> => useLoaded(() => loadRunCodes(run.id), [run.id, when]);
