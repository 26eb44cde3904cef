/** What decoders are told, and tell. */
export interface Decoding {
  /** Stops decoding. */
  readonly signal?: AbortSignal;
  /** Told what is doubtful about a file that is read all the same, such as complaints of ffmpeg: `file: what`. */
  readonly onNote?: (note: string) => void;
}
