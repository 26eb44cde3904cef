import type { TrainingRecord, TrainingStart } from '@cmg/core';
import { fakeConfig } from './fake-run.js';

export const record = (step: number): TrainingRecord => ({
  step,
  epoch: 1,
  total: 1.25,
  losses: { 'reconstruction/sound': 0.5, 'reconstruction/sight': 0.25, 'commitment/sound': 0.5 },
  metrics: { 'inner-fit/sound-fit': 3 },
  gradientNorms: { encoder: 2 },
  learningRate: 1e-3,
  codes: { used: { sound: 5, sight: 4 }, usedByAny: 6, usedByAll: 3, shared: 0.5, perplexity: { sound: 4.5, sight: 3.5 } },
  clipsPerSecond: 123.4,
  timings: { data: 1, passes: 2, optimizer: 3 },
});

export const start = (step = 0): TrainingStart => ({
  config: fakeConfig(),
  step,
  totalSteps: 100,
  stepsPerEpoch: 50,
  clips: 152,
  parameters: 1000,
  codes: 8,
});
