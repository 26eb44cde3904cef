/** One thing that is wrong or odd about the files of a data set. */
export interface Finding {
  /** `error`: the data cannot be used as it is. `warning`: it can, but it is not what was published. */
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

/** What a data set's files turn out to be: everything found at once, nothing thrown. */
export interface DataReport {
  readonly findings: readonly Finding[];
  /** By the split's name; splits that could not be read are left out. */
  readonly splits: Readonly<Record<string, SplitSummary>>;
  /** How many arrays of features were read. */
  readonly arrays: number;
}

/** Where a data set comes from: no reader downloads anything. */
export interface DataOrigin {
  /** The page that describes a published data set and says how to obtain it. */
  readonly url?: string;
  /** What to fetch: path of each file or folder as the reader looks for it, and what is in it. */
  readonly files: Readonly<Record<string, string>>;
}
