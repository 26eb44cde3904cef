import type { ComponentConfig, RunConfig } from '@cmg/core';

/** A config as an earlier version recorded it: a codebook was its options alone, or absent, and there were no observers. */
type RecordedConfig = Omit<RunConfig, 'codebook' | 'observers'> & { readonly codebook?: object } & Partial<Pick<RunConfig, 'observers'>>;

/** The config of a checkpoint in today's form. */
export function upgradeConfig(recorded: RecordedConfig): RunConfig {
  const { codebook = {}, observers = [] } = recorded;
  return { ...recorded, observers, codebook: 'use' in codebook ? (codebook as ComponentConfig) : { use: 'shared', options: { ...codebook } } };
}
