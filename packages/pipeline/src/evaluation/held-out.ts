import { availableModalities, type CodeCache, splitOf, transferOptions } from '@cmg/tasks';

/** A modality, and the split of its held-out clips. */
export interface HeldOut {
  readonly modality: string;
  readonly split: string;
}

/**
 * The held-out clips of each modality that the data have of a run's.
 *
 * @param options of the task that names the split; default: `test`
 */
export function heldOut(cache: Pick<CodeCache, 'encoder' | 'dataset'>, options: unknown = {}): HeldOut[] {
  const { testSplit } = transferOptions.parse(options);
  return availableModalities(cache, { testSplit }).to.map((modality) => ({ modality, split: splitOf(testSplit, modality) }));
}
