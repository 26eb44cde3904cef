import type { SplitCodeUse, TransferResult } from '@cmg/tasks';

/** One line of a run's `metrics.jsonl`, as far as a report reads it. */
export interface ReportMetrics {
  readonly step: number;
  /** Sum of all losses. */
  readonly total: number;
  /** By name, `<objective>/<term>`. */
  readonly losses: Readonly<Record<string, number>>;
}

/** One trained and evaluated model. */
export interface ReportSeed {
  readonly seed: number;
  /** Scores of each task and direction; `from` equal to `to` is the labelled modality's own, the upper bound. */
  readonly transfer: readonly TransferResult[];
  /** How the held-out clips use the codebook. */
  readonly codes: SplitCodeUse;
  /** E, [K][D]. */
  readonly embedding: readonly (readonly number[])[];
  /** Of training. */
  readonly seconds: number;
  readonly metrics: readonly ReportMetrics[];
}

/** One row of the headline table: a configuration, trained once per seed. */
export interface ReportRun {
  readonly name: string;
  readonly label: string;
  readonly seeds: readonly ReportSeed[];
}

/** All that a report tells. */
export interface ReportData {
  readonly title: string;
  /** One or two sentences under the title: what was done, on which data. */
  readonly summary: string;
  /** In the order that colours and columns follow. */
  readonly modalities: readonly string[];
  /** From the baseline to the full model; the last run is the one that the report is about. */
  readonly runs: readonly ReportRun[];
  /** The last run's full configuration, YAML. */
  readonly config: string;
  /** For example backend, versions, machine. */
  readonly environment: Readonly<Record<string, string>>;
  /** What to type to get the same numbers. */
  readonly command: string;
}
