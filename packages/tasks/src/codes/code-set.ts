/** The codes of one split in one modality. */
export interface CodeSet {
  readonly split: string;
  readonly modality: string;
  /** N. */
  readonly clips: number;
  /** T. */
  readonly segments: number;
  /** L, codes of each segment. */
  readonly levels: number;
  /** V, how many codes there are, over all levels. */
  readonly size: number;
  /** Codes of each segment, row-major [N * T * L]; -1 for segments that a clip lacks. */
  readonly indices: Int32Array;
}
