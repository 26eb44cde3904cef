import type { RunConfig } from '../run-config.js';
import type { TrainingStart } from '../training-observer.js';
import type { TrainingRecord } from '../training-record.js';

/** A run of two epochs of two steps on two modalities, to report to an observer. */
export const SAMPLE_CONFIG: RunConfig = {
  name: 'sample',
  seed: 0,
  data: { use: 'sample', options: {} },
  modalities: [
    { use: 'audio', options: {} },
    { use: 'video', options: {} },
  ],
  width: 6,
  freeze: [],
  codebook: { use: 'shared', options: { size: 7 } },
  objectives: [{ use: 'reconstruction', options: {}, weight: 1 }],
  training: {
    split: 'train',
    epochs: 2,
    batchSize: 8,
    learningRate: 4e-4,
    weightDecay: 0,
    schedule: 'step',
    warmupSteps: 0,
    milestones: [],
    gamma: 0.5,
    clip: { norm: 1, per: 'module' },
    compile: 'auto',
    logEvery: 1,
    keep: { last: 2 },
    validation: { clips: 256 },
  },
  tasks: [],
  observers: [],
};

export const STEPS_PER_EPOCH = 2;
export const TOTAL_STEPS = 4;

/** What is known when the sample run starts, or resumes after some steps. */
export const sampleStart = (step: number): TrainingStart => ({
  config: SAMPLE_CONFIG,
  step,
  totalSteps: TOTAL_STEPS,
  stepsPerEpoch: STEPS_PER_EPOCH,
  clips: 17,
  parameters: 1000,
  codes: 7,
});

/** The record of a step of the sample run. */
export const sampleRecord = (step: number): TrainingRecord => ({
  step,
  epoch: Math.ceil(step / STEPS_PER_EPOCH),
  learningRate: 4e-4,
  total: 1 / step,
  losses: { 'reconstruction/audio': 0.5 / step, 'reconstruction/video': 0.5 / step },
  metrics: { 'club/audio-fit': 0.25 },
  gradientNorms: { 'encoder-audio': 1.5 },
  codes: { used: { audio: 3, video: 4 }, usedByAny: 5, usedByAll: 2, shared: 0.4, perplexity: { audio: 2.5, video: 3.5 } },
  clipsPerSecond: 100,
  timings: { data: 1, passes: 20, optimizer: 3 },
});
