/** A file to be written. */
export interface GeneratedFile {
  /** Relative to the folder that all files go to, with `/`. */
  readonly path: string;
  readonly content: string;
}
