import type { ComponentConfig, ModalityConfig, ObjectiveConfig } from './component-config.js';

/** How a run is trained. */
export interface TrainingOptions {
  /** The split to pre-train on; its labels are never read. */
  readonly split: string;
  readonly epochs: number;
  /** B, clips a step. */
  readonly batchSize: number;
  /** Of the main optimiser. */
  readonly learningRate: number;
  /** Steps over which the learning rate rises linearly from 0. */
  readonly warmupSteps: number;
  /** Epochs after which the learning rate is multiplied by `gamma`. */
  readonly milestones: readonly number[];
  readonly gamma: number;
  /** Largest global norm of the gradient, per module or over all. */
  readonly clip: { readonly norm: number; readonly per: 'module' | 'all' };
  /** Whether each step is run as one graph where TensorFlow is native; `auto`: in runs of 100 steps and more. */
  readonly compile: 'auto' | 'always' | 'never';
  /** Steps between two records. */
  readonly logEvery: number;
}

/** A validated run: every option present, every component known. */
export interface RunConfig {
  /** Names the run and its folder. */
  readonly name: string;
  readonly seed: number;
  readonly data: ComponentConfig;
  readonly modalities: readonly ModalityConfig[];
  /** D, the width of semantic features and codes. */
  readonly width: number;
  /** Which kind of codebook, and its options. */
  readonly codebook: ComponentConfig;
  readonly objectives: readonly ObjectiveConfig[];
  readonly training: TrainingOptions;
  readonly tasks: readonly ComponentConfig[];
  /** Told of the training, besides those that every run has. */
  readonly observers: readonly ComponentConfig[];
}
