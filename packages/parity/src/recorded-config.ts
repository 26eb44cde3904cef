import type { RunConfig } from '@cmg/core';
import { sizedConfig, sizesOfCheckpoint } from '@cmg/official';
import type { RecordedRun } from './recorded-run.js';
import { parseOptimizer } from './recorded-sizes.js';

/** The official preset with a recorded run's sizes and settings, without dropout. */
export function recordedConfig(preset: RunConfig, run: RecordedRun): RunConfig {
  const { sizes, file } = run;
  const { learningRate, clubLearningRate, clip } = parseOptimizer(sizes.optimizer, file);
  const config = sizedConfig(preset, sizesOfCheckpoint(run.checkpoint('init')));
  const changed: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    // One step at a time: the run repeats it as often as recorded, and reads the log-likelihood before each.
    club: { steps: 1, learningRate: clubLearningRate },
    'cross-cpc': { minStart: sizes.cpc_min_start_steps, predictionSteps: sizes.cpc_prediction_steps },
  };
  return {
    ...config,
    modalities: config.modalities.map(({ use, options }) => ({ use, options: { ...options, heads: sizes.heads, dropout: 0 } })),
    objectives: config.objectives.map((objective) => ({ ...objective, options: { ...objective.options, ...changed[objective.use] } })),
    training: { ...config.training, batchSize: sizes.batch, learningRate, clip: { norm: clip, per: 'module' } },
  };
}
