import type { RunConfig } from '@cmg/core';

/** What {@link participants} reads of a config. */
export type TrainedModalities = Pick<RunConfig, 'modalities'> & { readonly training?: Pick<RunConfig['training'], 'modalities'> };

/** The modalities whose clips are read in training, in the config's order: all, or those of `training.modalities`. */
export function participants({ modalities, training }: TrainedModalities): readonly string[] {
  return modalities.map(({ use }) => use).filter((name) => training?.modalities?.includes(name) ?? true);
}
