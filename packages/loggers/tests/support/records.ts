import type { RunConfig, TrainingRecord, TrainingStart } from '@cmg/core';

const component = (use: string, options: Record<string, unknown> = {}) => ({ use, options });

export const CONFIG = {
  name: 'mine',
  seed: 3,
  width: 8,
  data: component('digits', { clutter: 0.25 }),
  modalities: [component('audio'), component('video')],
  objectives: [{ ...component('cmcm', { temperature: 2 }), weight: 0.5 }],
  training: { batchSize: 4, milestones: [0.5, 0.75] },
} as unknown as RunConfig;

export const start = (step = 0): TrainingStart => ({
  config: CONFIG,
  step,
  totalSteps: 9,
  stepsPerEpoch: 3,
  clips: 12,
  parameters: 1,
  codes: 16,
});

export const record = (step: number, total = 1 / step): TrainingRecord =>
  ({
    step,
    epoch: Math.ceil(step / 3),
    total,
    losses: { 'cmcm/l_cmcm': 0.5 },
    metrics: {},
    gradientNorms: {},
    learningRate: 0.001,
    codes: { used: { audio: 7, video: 9 }, usedByAll: 4, usedByAny: 12, perplexity: {} },
    clipsPerSecond: 100,
    timings: { data: 0, passes: 0, optimizer: 0 },
    validation: {
      split: 'val',
      clips: 8,
      total: 2,
      losses: {},
      retrieval: { mean: 0.5, chance: 0.25, directions: { 'audio->video': 0.5 } },
      codes: { used: {}, usedByAll: 0, usedByAny: 0, perplexity: {} },
    },
  }) as unknown as TrainingRecord;
