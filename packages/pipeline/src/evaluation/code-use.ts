import type { Dataset } from '@cmg/core';
import { splitCodeUse, type SplitCodeUse } from '@cmg/tasks';
import type { Run } from '../runs/open-run.js';
import { heldOut } from './held-out.js';
import { runCodes } from './run-codes.js';

/** Who uses which code of a run. */
export interface RunCodeUse {
  readonly codes: SplitCodeUse;
  /** E, [K][D]. */
  readonly embedding: number[][];
}

/**
 * Counts the codes of held-out clips in every modality that they have of a run's.
 *
 * @param dataset open; the caller closes it
 * @param options of the task that names the split of held-out clips
 */
export async function codeUse(run: Run, dataset: Dataset, options: unknown = {}): Promise<RunCodeUse> {
  const cache = await runCodes(run, dataset);
  const sets = await Promise.all(heldOut(cache, options).map(({ split, modality }) => cache.codes(split, modality)));
  return { codes: splitCodeUse(sets), embedding: await run.model.vocabulary.array() };
}
