import { CmgError, type ComponentConfig, type Dataset } from '@cmg/core';
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

/**
 * The extractor that made the run's data.
 *
 * @param where what is to be extracted like it, for messages
 * @throws CmgError where the data does not say
 */
export function extractorOf(dataset: Dataset, modality: string, where: string): ComponentConfig {
  const made = dataset.extractors?.[modality];
  if (made !== undefined) return made;
  throw new CmgError(`the run's data does not say how its features of ${modality} were made`, {
    kind: 'usage',
    where,
    hint: 'Give features that were made the same way, in a .npy, .npz or .h5 file or a manifest.',
  });
}
