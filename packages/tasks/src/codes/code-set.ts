/** The codes of one split in one modality. */
export interface CodeSet {
  readonly split: string;
  readonly modality: string;
  /** N. */
  readonly clips: number;
  /** T. */
  readonly segments: number;
  /** K, the size of the codebook. */
  readonly size: number;
  /** Code of each segment, row-major [N * T]. */
  readonly indices: Int32Array;
}
