import { CmgError } from '@cmg/core';
import type { Run } from './open-run.js';

/**
 * Codes of other weights mean other things.
 *
 * @param made what the run's codes were used for, for the message: `that the head was trained on`
 * @throws CmgError where the run's checkpoint is another
 */
export function expectCheckpoint(
  { checkpoint, folder }: Pick<Run, 'checkpoint' | 'folder'>,
  expected: string | undefined,
  { made, hint }: { readonly made: string; readonly hint: string },
): void {
  if (checkpoint === expected) return;
  throw new CmgError(`this run is not the one ${made}, or was trained further since`, { kind: 'usage', where: folder, hint });
}
