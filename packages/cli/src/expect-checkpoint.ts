import { CmgError } from '@cmg/core';
import { checkpointHash } from './checkpoint-hash.js';

/**
 * Codes of other weights mean other things.
 *
 * @param made what the run's codes were used for, for the message: `that the head was trained on`
 * @throws CmgError where the run's checkpoint is another
 */
export async function expectCheckpoint(
  run: string,
  expected: string | undefined,
  { made, hint }: { readonly made: string; readonly hint: string },
): Promise<void> {
  if ((await checkpointHash(run)) === expected) return;
  throw new CmgError(`this run is not the one ${made}, or was trained further since`, { kind: 'usage', where: run, hint });
}
