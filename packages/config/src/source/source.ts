/** Where a part of a config is written: a file, or a command-line argument. */
export interface Source {
  /** The folder that paths in it are relative to. */
  readonly base: string;
  /** `file:line:column` of an offset; an argument has no positions: `--set training.epochs=8`. */
  place(offset: number): string;
  /** For an argument: the length of its path, 2 for `--set training.epochs=8`. Absent for a file. */
  readonly depth?: number;
}
