/** A problem or oddity in the files of a data set. */
export interface Finding {
  /** `error`: the data cannot be used as it is. `warning`: it can, but differs from what was published. */
  readonly level: 'error' | 'warning';
  /** The file and, where there is one, its line, array or row: `train.csv:12`, `labels.h5[avadataset][17]`. */
  readonly where: string;
  readonly what: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** What a split holds. */
export interface SplitSummary {
  readonly clips: number;
  readonly modalities: readonly string[];
  /** Clips of each class, by the class's name; empty where the data has no labels. */
  readonly classes: Readonly<Record<string, number>>;
}

/** The result of checking a data set's files: all findings at once, nothing is thrown. */
export interface DataReport {
  readonly findings: readonly Finding[];
  /** By the split's name; splits that could not be read are omitted. */
  readonly splits: Readonly<Record<string, SplitSummary>>;
  /** The number of feature arrays read. */
  readonly arrays: number;
}

/** Where to obtain a data set: no reader downloads anything. */
export interface DataOrigin {
  /** The page that describes a published data set and says how to obtain it. */
  readonly url?: string;
  /** What to fetch: the path of each file or folder where the reader looks for it, and its content. */
  readonly files: Readonly<Record<string, string>>;
}
