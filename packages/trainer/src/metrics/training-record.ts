import type { CodeUse } from '@cmg/codebook';
import type { StepNumbers } from './step-scalars.js';

/** Mean milliseconds of the phases of a step. */
export interface StepTimings {
  /** Waiting for the batch. */
  readonly data: number;
  /** Forward pass, inner optimisers and backward pass, and the codebook's next state. */
  readonly passes: number;
  /** Clipping and Adam. */
  readonly optimizer: number;
}

/** What is logged of a step: one line of `metrics.jsonl`. */
export interface TrainingRecord extends StepNumbers {
  /** Steps done, from 1. */
  readonly step: number;
  /** The epoch that the step belongs to, from 1. */
  readonly epoch: number;
  readonly learningRate: number;
  /** Over all steps since the last record. */
  readonly codes: CodeUse;
  readonly clipsPerSecond: number;
  /** Over all steps since the last record. */
  readonly timings: StepTimings;
}
