import type { Component } from './component.js';
import type { NdArray } from './nd-array.js';
import type { DataOrigin, DataReport } from './data-report.js';
import type { PerModality } from './per-modality.js';
import type { ComponentConfig } from './component-config.js';

/** Labels of one split of N clips with T segments. */
export interface Labels {
  /** Class of each clip, [N]. */
  readonly clipClasses: Int32Array;
  /** Class of each segment per modality, [N * T]; -1 is background. */
  readonly segmentClasses: PerModality<Int32Array>;
  /**
   * Per modality [N * T * C], 1 where the segment has the class, C = `classes.length`: present if a segment may have
   * several classes at once. A segment of zeros is background; `segmentClasses` then holds the first class of each.
   */
  readonly events?: PerModality<Uint8Array>;
}

/** Pictures of the clips, with masks of the events in them. */
export interface Pictures {
  /** Of one clip, [frames, H, W, channels]: evenly spaced over the clip; one channel is grey, three are RGB. */
  readonly shape: readonly [number, number, number, number];
  /** How many frames of a clip, counted from the first, have a mask, per split. */
  readonly masked: Readonly<Record<string, number>>;
  /** Bytes of the first `count` frames of the given clips, [rows, count, H, W, channels]. */
  frames(split: string, rows: ArrayLike<number>, count: number): Promise<NdArray<Uint8Array>>;
  /** 1 where the event is, in the first `count` frames of the given clips, [rows, count, H, W]; at most the masked ones. */
  masks(split: string, rows: ArrayLike<number>, count: number): Promise<NdArray<Uint8Array>>;
}

/** What a segment was made from, for people. */
export type SegmentMedia =
  /** Bytes [H, W, channels]: one channel is grey, three are RGB. */
  | { readonly kind: 'picture'; readonly pixels: NdArray<Uint8Array> }
  /** One channel, samples in [-1, 1]; the rate in Hz. */
  | { readonly kind: 'sound'; readonly samples: Float32Array; readonly sampleRate: number }
  | { readonly kind: 'words'; readonly text: string };

/** An open data set. Reading is asynchronous and keeps at most a slab in memory. */
export interface Dataset {
  /** T. */
  readonly segments: number;
  /** Names of the classes, without background; empty if the data has no labels. */
  readonly classes: readonly string[];
  /** Number of clips per split. */
  readonly splits: Readonly<Record<string, number>>;
  /** Shape of one segment's features per modality. */
  readonly featureShapes: PerModality<readonly number[]>;
  /** The modalities of each split, if they differ: for example, some clips may have no sound. */
  readonly splitModalities?: Readonly<Record<string, readonly string[]>>;
  /**
   * How many of the T segments each clip has in one modality, [N], if not all of them have all: 0 for a clip that lacks the modality.
   * Undefined if they do. Segments after a clip's end teach nothing and are not measured.
   */
  lengths?(split: string, modality: string): Int32Array | undefined;
  /** What identifies the content (a hash): caches are keyed by it. */
  readonly fingerprint: string;
  /**
   * Features of the given clips, [rows, T, ...featureShape]: after a clip's end its last segment again; of a clip
   * that lacks the modality numbers that mean nothing.
   *
   * @param spare the `data` of an earlier block that is no longer read. Ownership passes to the reader, which may reuse it as the
   *   memory of this block: a caller that returns used blocks needs the memory of only two batches to prefetch one
   */
  read(split: string, modality: string, rows: ArrayLike<number>, spare?: Float32Array): Promise<NdArray<Float32Array>>;
  /** The splits that have labels, if not all do. */
  readonly labelledSplits?: readonly string[];
  /** Labels of a split. Throws if it has none. */
  labels(split: string): Promise<Labels>;
  /**
   * Number of the recording behind each clip in one modality, [N], if clips share recordings: a sound with five captions is
   * five clips with one sound. Undefined if each clip has its own.
   */
  recordings?(split: string, modality: string): Int32Array | undefined;
  /** Present if the data has pictures with masks. */
  readonly pictures?: Pictures;
  /**
   * A segment (0 to T - 1) of a clip to look at, listen to or read: reports show examples. Undefined where the clip has none; absent if
   * the data is features alone.
   */
  media?(split: string, modality: string, row: number, segment: number): Promise<SegmentMedia | undefined>;
  /** Which of its plugin's extractors made each modality's features, if known: other media can be extracted the same way. */
  readonly extractors?: PerModality<ComponentConfig>;
  /**
   * How extracted clips came to T segments, if known: `pad` repeats or cuts, `resample` stretches, `window` makes several of one, `own` leaves
   * shorter ones as they are and cuts others.
   */
  readonly length?: 'pad' | 'resample' | 'window' | 'own';
  /** Scales an extractor's output [rows, ...] like this data set's features; absent if no scaling is needed. */
  normalise?(modality: string, features: Float32Array): Float32Array;
  close(): Promise<void>;
}

export interface DatasetContext {
  /** Where derived data may be cached; cached files are keyed by content, so the folder can be deleted at any time. */
  readonly cacheDir: string;
  /** Called with the progress of slow work, a fraction in [0, 1]. */
  readonly onProgress?: (what: string, done: number) => void;
}

export interface DatasetReader<Options = unknown> extends Component<Options> {
  open(options: Options, context: DatasetContext): Promise<Dataset>;
  /** Where to obtain the files, for data that is not included. */
  origin?(options: Options): DataOrigin;
  /** Reads every file and reports all problems at once; {@link DatasetReader.open} throws at the first. */
  check?(options: Options, context: DatasetContext): Promise<DataReport>;
}
