import { trainingOptions } from '@cmg/config';
import type { ComponentConfig, RunConfig, TrainingOptions } from '@cmg/core';

/** A config as an earlier version recorded it: a codebook was its options alone, or absent, there were no observers, nothing was frozen, all encoders saw all of the clip, and training had fewer options. */
type RecordedConfig = Omit<RunConfig, 'codebook' | 'observers' | 'freeze' | 'training'> & {
  readonly codebook?: object;
  readonly training: Partial<TrainingOptions>;
} & Partial<Pick<RunConfig, 'observers' | 'freeze'>>;

/** The config of a checkpoint in today's form. */
export function upgradeConfig(recorded: RecordedConfig): RunConfig {
  const { codebook = {}, observers = [], freeze = [] } = recorded;
  const modalities = recorded.modalities.map((modality) => ({
    ...modality,
    context: modality.context ?? 'clip',
    featureDropout: modality.featureDropout ?? 0,
  }));
  return {
    ...recorded,
    modalities,
    training: { ...trainingOptions.parse({}), ...recorded.training },
    observers,
    freeze,
    codebook: 'use' in codebook ? (codebook as ComponentConfig) : { use: 'shared', options: { ...codebook } },
  };
}
