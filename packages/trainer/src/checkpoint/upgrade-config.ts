import type { ComponentConfig, RunConfig } from '@cmg/core';

/** A config as an earlier version recorded it: a codebook was its options alone, or absent, there were no observers, and all encoders saw all of the clip. */
type RecordedConfig = Omit<RunConfig, 'codebook' | 'observers'> & { readonly codebook?: object } & Partial<Pick<RunConfig, 'observers'>>;

/** The config of a checkpoint in today's form. */
export function upgradeConfig(recorded: RecordedConfig): RunConfig {
  const { codebook = {}, observers = [] } = recorded;
  const modalities = recorded.modalities.map((modality) => ({
    ...modality,
    context: modality.context ?? 'clip',
    featureDropout: modality.featureDropout ?? 0,
  }));
  return {
    ...recorded,
    modalities,
    observers,
    codebook: 'use' in codebook ? (codebook as ComponentConfig) : { use: 'shared', options: { ...codebook } },
  };
}
