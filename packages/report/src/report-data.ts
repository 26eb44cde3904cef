import type { RunConfig } from '@cmg/core';
import type { SplitCodeUse, TransferResult } from '@cmg/tasks';

/** The part of a line of a run's `metrics.jsonl` that a report uses. */
export interface ReportMetrics {
  readonly step: number;
  /** Sum of all losses. */
  readonly total: number;
  /** By name, `<objective>/<term>`. */
  readonly losses: Readonly<Record<string, number>>;
  /** Of held-out pairs, where they were measured at this step. */
  readonly validation?: {
    readonly clips: number;
    readonly total: number;
    readonly retrieval?: { readonly mean: number; readonly chance: number };
    readonly codes: { readonly used: Readonly<Record<string, number>>; readonly usedByAll: number };
  };
}

/** What a linear map of a modality's raw features scores on a task, with that modality's own labels. */
export interface ReportProbe {
  readonly task: string;
  readonly modality: string;
  readonly score: number;
}

/** Some segments of held-out clips, as a run's encoders see them. */
export interface ReportSample {
  /** Of each segment, [N]. */
  readonly modalities: readonly string[];
  /** Of each segment, a number of `ReportSegments.classes`; -1 is background or, without labels, unknown. */
  readonly classes: readonly number[];
  /** z, [N][D]. */
  readonly semantic: readonly (readonly number[])[];
}

/** A segment for people; files are base64. */
export type ReportMedia =
  | { readonly kind: 'picture'; readonly png: string }
  /** The spectrogram is a PNG file. */
  | { readonly kind: 'sound'; readonly wav: string; readonly spectrogram: string }
  /** With what the clip says before and after it. */
  | { readonly kind: 'words'; readonly before: string; readonly text: string; readonly after: string };

/** Segments of several modalities that have the same code. */
export interface ReportExample {
  readonly code: number;
  readonly segments: readonly {
    readonly modality: string;
    readonly clip: number;
    /** 0 to T - 1. */
    readonly segment: number;
    /** A number of `ReportSegments.classes`; -1 is background or, without labels, unknown. */
    readonly class: number;
    readonly media: ReportMedia;
  }[];
}

/** What held-out segments show of a run's codes. */
export interface ReportSegments {
  /** Names of the classes; empty if held-out clips have no labels. */
  readonly classes: readonly string[];
  /** Segments of all modalities on each code by class, [V][C + 1], background last; empty if held-out clips have no labels. */
  readonly codeClasses: readonly (readonly number[])[];
  readonly sample: ReportSample;
  /** Empty if the data has features alone. */
  readonly examples: readonly ReportExample[];
}

/** One trained and evaluated model. */
export interface ReportSeed {
  readonly seed: number;
  /** Scores of each task and direction; `from` equal to `to` is the labelled modality's own, the upper bound. */
  readonly transfer: readonly TransferResult[];
  /** Of the data, the same in all runs; default: none. */
  readonly probes?: readonly ReportProbe[];
  /** How the held-out clips use the codebook. */
  readonly codes: SplitCodeUse;
  /** E, [K][D]. */
  readonly embedding: readonly (readonly number[])[];
  /** A report shows those of a row's first seed; default: none. */
  readonly segments?: ReportSegments;
  /** Of training. */
  readonly seconds: number;
  readonly metrics: readonly ReportMetrics[];
}

/** Figures of a paper for some rows of one table, in percent. */
export interface ReportPublished {
  readonly task: string;
  /** Labelled and measured modality of each figure. */
  readonly directions: readonly (readonly [from: string, to: string])[];
  /** By the label of the row, one figure for each direction. */
  readonly rows: Readonly<Record<string, readonly number[]>>;
}

/** One row of the headline table: a configuration, trained once per seed. */
export interface ReportRun {
  readonly name: string;
  readonly label: string;
  readonly seeds: readonly ReportSeed[];
  /** What was trained. Rows that differ in `codebook.size` alone are drawn as a line; default: none is. */
  readonly config?: RunConfig;
}

/** The content of a report. */
export interface ReportData {
  readonly title: string;
  /** One or two sentences under the title: what was done, on which data. */
  readonly summary: string;
  /** Determines the order of colours and columns. */
  readonly modalities: readonly string[];
  /** From the baseline to the full model; the last run is the one that the report is about. */
  readonly runs: readonly ReportRun[];
  /** The label of the run that the others are compared with; default: the last. */
  readonly reference?: string;
  /** What the numbers mean, in sentences; default: nothing is said. */
  readonly findings?: readonly string[];
  /** What a paper says of these rows on this data; default: nothing. */
  readonly published?: readonly ReportPublished[];
  /** The last run's full configuration, YAML. */
  readonly config: string;
  /** For example backend, versions, machine. */
  readonly environment: Readonly<Record<string, string>>;
  /** The command that reproduces the numbers. */
  readonly command: string;
}
