import { CmgError } from '@cmg/core';
import { z } from 'zod';

/** One split for all modalities, or one for each: where sounds and pictures are of different clips. */
export const splitOption = z.union([z.string(), z.record(z.string(), z.string())]);

export type SplitOption = z.infer<typeof splitOption>;

/** @throws CmgError where the option names splits, but none for this modality. */
export function splitOf(option: SplitOption, modality: string): string {
  const split = typeof option === 'string' ? option : option[modality];
  if (split !== undefined) return split;
  throw new CmgError(`no split is named for modality '${modality}'`, {
    kind: 'usage',
    hint: `The task's options name splits for ${Object.keys(option).join(', ') || 'none'}.`,
  });
}
