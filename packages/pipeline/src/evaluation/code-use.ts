import type { Dataset } from '@cmg/core';
import { splitCodeUse, type SplitCodeUse } from '@cmg/tasks';
import type { Run } from '../runs/open-run.js';
import { runCodes } from './run-codes.js';

/** Who uses which code of a run. */
export interface RunCodeUse {
  readonly codes: SplitCodeUse;
  /** E, [K][D]. */
  readonly embedding: number[][];
}

/**
 * Counts the codes of a split in every modality of a run.
 *
 * @param dataset open; the caller closes it
 */
export async function codeUse(run: Run, dataset: Dataset, split = 'test'): Promise<RunCodeUse> {
  const cache = await runCodes(run, dataset);
  const sets = await Promise.all(run.modalities.map((modality) => cache.codes(split, modality)));
  return { codes: splitCodeUse(sets), embedding: await run.model.vocabulary.array() };
}
