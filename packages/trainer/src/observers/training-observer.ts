import type { RunConfig } from '@cmg/config';
import type { TrainingRecord } from '../metrics/training-record.js';

/** What is known when training starts or goes on. */
export interface TrainingStart {
  readonly config: RunConfig;
  /** Steps done already: 0, or those of the checkpoint. */
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** Clips of the split; those of an incomplete last batch of an epoch are not trained on in that epoch. */
  readonly clips: number;
  /** Trainable numbers, those of objectives included. */
  readonly parameters: number;
}

export interface StepDone {
  /** Steps done, from 1. */
  readonly step: number;
  /** From 1. */
  readonly epoch: number;
}

/** How a run ended; `interrupted` can be resumed without loss. */
export type TrainingOutcome = 'finished' | 'interrupted';

/** Told of what happens in training. What it throws stops the run. */
export interface TrainingObserver {
  onStart?(start: TrainingStart): void | Promise<void>;
  /** After every step; its numbers are still on the device. */
  onStep?(done: StepDone): void;
  /** Every `training.logEvery` steps and at the end of an epoch. */
  onRecord?(record: TrainingRecord): void | Promise<void>;
  onCheckpoint?(done: StepDone, file: string): void | Promise<void>;
  /** After an epoch's checkpoint. */
  onEpoch?(done: StepDone): void | Promise<void>;
  /** Always the last call; `failed` where an error is on its way. */
  onEnd?(outcome: TrainingOutcome | 'failed'): void | Promise<void>;
}
