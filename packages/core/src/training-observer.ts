import type { Component } from './component.js';
import type { RunConfig } from './run-config.js';
import type { TrainingRecord } from './training-record.js';

/** What is known when training starts or resumes. */
export interface TrainingStart {
  readonly config: RunConfig;
  /** Steps already done: 0, or those of the checkpoint. */
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** Clips of the split; an incomplete last batch of an epoch is not trained on. */
  readonly clips: number;
  /** The number of trainable values, including those of objectives. */
  readonly parameters: number;
  /** The number of codes of the codebook, over all levels. */
  readonly codes: number;
}

export interface StepDone {
  /** Steps done, from 1. */
  readonly step: number;
  /** From 1. */
  readonly epoch: number;
}

/** How a run ended; `interrupted` can be resumed without loss. */
export type TrainingOutcome = 'finished' | 'interrupted';

/**
 * Callbacks of a training run: `onStart`; for each step `onStep`, then, when due, `onRecord`, `onCheckpoint`, `onEpoch` and `onNote`,
 * in this order; `onEnd`. Observers are called one after the other, in the run's order, and awaited. An error thrown by one stops the run.
 */
export interface TrainingObserver {
  onStart?(start: TrainingStart): void | Promise<void>;
  /** After every step; its numbers are still on the device. */
  onStep?(done: StepDone): void;
  /** Every `training.logEvery` steps and at the end of an epoch. */
  onRecord?(record: TrainingRecord): void | Promise<void>;
  onCheckpoint?(done: StepDone, file: string): void | Promise<void>;
  /** After an epoch's checkpoint. */
  onEpoch?(done: StepDone): void | Promise<void>;
  /** For people: what keeps the run from a good result and what to do, or why it ends. Also right after `onStart`. */
  onNote?(note: string): void | Promise<void>;
  /** Always the last call; `failed` if an error is about to be thrown. */
  onEnd?(outcome: TrainingOutcome | 'failed'): void | Promise<void>;
}

/** What an observer may know of its run before it starts. */
export interface ObserverBuild {
  /** The run's folder, for example `runs/<name>`; made before `onStart` is called. */
  readonly folder: string;
  readonly config: RunConfig;
}

/** One line of a config's `observers`. */
export interface ObserverFactory<Options = unknown> extends Component<Options> {
  create(options: Options, build: ObserverBuild): TrainingObserver;
}
