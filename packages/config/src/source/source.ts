/** What a part of a config is written in: a file, or an argument of a command. */
export interface Source {
  /** The folder to which relative paths in it are relative. */
  readonly base: string;
  /** `file:line:column` of an offset; an argument is a place as a whole: `--set training.epochs=8`. */
  place(offset: number): string;
  /** Of an argument: the number of keys that it goes down, `--set training.epochs=8` goes down two. Absent for a file. */
  readonly depth?: number;
}
