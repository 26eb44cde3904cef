import { CmgError, type Dataset } from '@cmg/core';
import type { Run } from '../runs/open-run.js';

/**
 * The run's data, for what has to become like it.
 *
 * @param where what is brought to its scale, for messages
 */
export async function openRunData(run: Pick<Run, 'openDataset'>, where: string): Promise<Dataset> {
  try {
    return await run.openDataset();
  } catch (cause) {
    if (!(cause instanceof CmgError)) throw cause;
    throw new CmgError(`cannot be brought to the scale of the run's data, which cannot be opened: ${cause.message}`, {
      kind: cause.kind,
      where,
      hint: 'Put the data back where the run found it, or give features at its scale in a .npy file.',
      cause,
    });
  }
}
