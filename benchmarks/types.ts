/** What passes between the parts of the benchmark; for the type checker alone. */

interface Modality {
  /** Shape of one segment's features. */
  readonly features: readonly number[];
  /** S. */
  readonly specificWidth: number;
}

export interface Growth {
  readonly letter: 'B' | 'T' | 'K' | 'M';
  readonly value: number;
}

interface Named {
  readonly name: string;
  readonly title: string;
  /** The columns that it has; default: all that are asked for. */
  readonly columns?: readonly string[];
  /** Part of `--quick`. */
  readonly quick?: boolean;
  /** The size that grows and how large it is here; rows of one letter differ in nothing else. */
  readonly growth?: Growth;
}

export interface ModelCase extends Named {
  /** B, T, K, D. */
  readonly batch: number;
  readonly segments: number;
  readonly codes: number;
  readonly width: number;
  readonly modalities: Readonly<Record<string, Modality>>;
  /** Of CLUB; default: `sampled`. */
  readonly bound?: 'sampled' | 'full';
}

export interface TrainingCase extends ModelCase {
  readonly kind: 'training';
}

export interface DownstreamCase extends ModelCase {
  readonly kind: 'downstream';
  readonly clips: number;
  /** Clips whose features differ. */
  readonly distinct: number;
  readonly classes: number;
  readonly epochs: number;
}

export interface QuantiseCase extends Named {
  readonly kind: 'quantise';
  readonly vectors: number;
  readonly codes: number;
  readonly width: number;
}

export interface ReadingCase extends Named {
  readonly kind: 'reading';
  readonly format: 'hdf5' | 'zip';
  readonly pass: 'cold' | 'cached';
  readonly samples: number;
  readonly batch: number;
  /** Where the files are. */
  readonly folder?: string;
}

export type Case = TrainingCase | DownstreamCase | QuantiseCase | ReadingCase;

/** A case, ready to run in a worker. */
export interface Runnable {
  /** Of the model; 0 where there is none. */
  readonly parameters: number;
  run(repeats: number): Promise<void>;
}

/** What a case is measured on: a worker's command, arguments and environment, or the reason why there is none. */
export interface Side {
  readonly name: string;
  readonly open?: [command: string, args: readonly string[], env: Readonly<Record<string, string | undefined>>];
  readonly reason?: string;
}

/** What one side measured of one case, or why it could not. */
export interface Measured {
  /** Of each round, for one repeat. */
  readonly seconds: number[];
  readonly cpuSeconds: number[];
  /** Cores that other processes kept busy during each round. */
  readonly otherCores: number[];
  /** Of the very first repeat, with what is compiled in it. */
  readonly firstSeconds?: number;
  readonly peakBytes?: number;
  readonly parameters?: number;
  readonly version?: string;
  readonly reason?: string | undefined;
}

export interface Result {
  readonly name: string;
  readonly title: string;
  readonly growth?: Growth;
  readonly sides: Readonly<Record<string, Measured>>;
}

/** A worker's answers, by request. */
export interface Answers {
  prepare: { readonly parameters: number; readonly version: string };
  run: { readonly seconds: number; readonly cpuSeconds: number };
  memory: { readonly peakBytes: number };
}

/** What `--json` writes, anew after each row. */
export interface BenchmarkRun {
  readonly machine: string;
  readonly results: readonly Result[];
}
