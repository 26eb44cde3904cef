/** A file to be written. */
export interface GeneratedFile {
  /** Relative to the target folder, with `/`. */
  readonly path: string;
  readonly content: string;
}
