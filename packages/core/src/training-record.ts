import type { CodeUse } from './code-use.js';

/** The numbers of one step; losses and metrics are named `<objective>/<name>`. */
export interface StepNumbers<Value = number> {
  /** Weighted sum of the losses: what is minimised. */
  readonly total: Value;
  readonly losses: Readonly<Record<string, Value>>;
  readonly metrics: Readonly<Record<string, Value>>;
  /** Global norm of each module's gradient, before clipping. */
  readonly gradientNorms: Readonly<Record<string, Value>>;
}

/** Mean milliseconds of the phases of a step. */
export interface StepTimings {
  /** Waiting for the batch. */
  readonly data: number;
  /** Forward pass, inner optimisers and backward pass, and the codebook's next state. */
  readonly passes: number;
  /** Clipping and the main optimiser. */
  readonly optimizer: number;
}

/** What held-out pairs show, which are never trained on; no label is read. */
export interface ValidationRecord {
  readonly split: string;
  /** How many. */
  readonly clips: number;
  /** Weighted sum of the losses, as in training. */
  readonly total: number;
  /** Of inference mode: mean over batches. */
  readonly losses: Readonly<Record<string, number>>;
  /** How well a clip finds its pair in another modality by its codes; absent in a run of one modality. */
  readonly retrieval?: {
    /** Mean reciprocal rank, in (0, 1], over all directions. */
    readonly mean: number;
    /** Of guessing. */
    readonly chance: number;
    /** By `<searched with>-><found>`. */
    readonly directions: Readonly<Record<string, number>>;
  };
  readonly codes: CodeUse;
}

/** The record of a step: one line of `metrics.jsonl`. */
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
  /** Of held-out clips, where the run has some and it was time for it. */
  readonly validation?: ValidationRecord;
}
