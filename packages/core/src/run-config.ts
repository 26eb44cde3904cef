import type { ComponentConfig, ModalityConfig, ObjectiveConfig } from './component-config.js';

/** How a run is trained. */
export interface TrainingOptions {
  /** The split to pre-train on; its labels are never read. */
  readonly split: string;
  /** The modalities of the clips that are read; default: all. The others are frozen and kept as they are. */
  readonly modalities?: readonly string[];
  readonly epochs: number;
  /** In place of `epochs`, where it is given. */
  readonly steps?: number;
  /** B, clips of a batch. */
  readonly batchSize: number;
  /** Batches of one step: it follows the mean of their gradients, with the memory of one. Absent: 1. */
  readonly accumulate?: number;
  /** Of the main optimiser. */
  readonly learningRate: number;
  /** Each step takes this share of each weight away, times the learning rate, besides the gradient's step. */
  readonly weightDecay: number;
  /** What reads the run takes weights averaged over steps; see `WeightAverage` of `@cmg/trainer`. Default: those of the last step. */
  readonly averageWeights?: { readonly decay: number };
  /** How the learning rate falls: at milestones, or along half a cosine to 0. */
  readonly schedule: 'step' | 'cosine';
  /** Steps over which the learning rate rises linearly from 0; below 1: a share of the run's steps. */
  readonly warmupSteps: number;
  /** Epochs after which the learning rate is multiplied by `gamma`; below 1: shares of the run's steps. Of the schedule `step`. */
  readonly milestones: readonly number[];
  readonly gamma: number;
  /** Largest global norm of the gradient, per module or over all. */
  readonly clip: { readonly norm: number; readonly per: 'module' | 'all' };
  /** Whether each step runs as one graph on native TensorFlow; `auto`: in runs of 100 steps or more. */
  readonly compile: 'auto' | 'always' | 'never';
  /** Steps between two records. */
  readonly logEvery: number;
  /** Which checkpoints are kept. */
  readonly keep: {
    /** How many of the newest. */
    readonly last: number;
    /** Besides, one every so many steps, or at the end of each epoch. */
    readonly every?: number | 'epoch';
    /** Besides, the best by this term of validation: `retrieval`, `loss`, or the name of an objective. */
    readonly best?: string;
  };
  /** Held-out pairs that are measured during training; no label is read. */
  readonly validation: {
    /** Default: `val` or `validation`, where the data has it. */
    readonly split?: string;
    /** At most; 0: none. */
    readonly clips: number;
    /** Steps between two; default: at the end of each epoch. */
    readonly every?: number;
  };
  /** Training ends once this term of validation has not improved for so many validations. */
  readonly earlyStop?: { readonly by: string; readonly patience: number };
}

/** A run that another one starts from. */
export interface InitOptions {
  /** Its folder. */
  readonly run: string;
  /** Which of its checkpoints: after so many steps, the newest or the best; default: the best where the run keeps it, else the last. */
  readonly step?: number | 'best' | 'last';
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
  /** The run whose weights and codes this one starts with; default: drawn weights, and codes of the first batch. */
  readonly init?: InitOptions;
  /** What training leaves as it is: `codebook`, `modalities.<name>`. */
  readonly freeze: readonly string[];
  /** Which kind of codebook, and its options. */
  readonly codebook: ComponentConfig;
  readonly objectives: readonly ObjectiveConfig[];
  readonly training: TrainingOptions;
  readonly tasks: readonly ComponentConfig[];
  /** Observers of the training, besides the default ones. */
  readonly observers: readonly ComponentConfig[];
}
