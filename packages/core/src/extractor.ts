import type { Component } from './component.js';
import type { NdArray } from './nd-array.js';

/** The sound format that an extractor needs. */
export interface AudioFormat {
  readonly kind: 'audio';
  /** Hz. */
  readonly sampleRate: number;
}

/** The picture format that an extractor needs. */
export interface VideoFormat {
  readonly kind: 'video';
  /** Pixels; frames are scaled to this size, regardless of their aspect ratio. */
  readonly height: number;
  readonly width: number;
  /** Frames sampled evenly from each segment, each at the middle of its interval. */
  readonly framesPerSegment: number;
  /** What transparent pictures lie on: `white`, `grey`, `black` or `#rrggbb`; default: white. */
  readonly background?: string;
}

export interface TextFormat {
  readonly kind: 'text';
}

/** Any other media: an extractor of this kind opens the files itself, whatever their content. */
export interface FileFormat {
  readonly kind: 'file';
}

/** Sound by segment: one channel, samples in [-1, 1], `sampleRate` samples each. */
export interface AudioMedia {
  readonly kind: 'audio';
  readonly segments: AsyncIterable<Float32Array>;
}

/** Pictures of one segment: RGB bytes [frames, height, width, 3]; the last segment of a recording may have fewer frames. */
export interface Frames {
  readonly data: Uint8Array;
  readonly shape: readonly [frames: number, height: number, width: number, channels: 3];
}

export interface VideoMedia {
  readonly kind: 'video';
  readonly segments: AsyncIterable<Frames>;
}

export interface TextMedia {
  readonly kind: 'text';
  readonly text: string;
}

/** An undecoded file: a sensor's table, depth maps, EEG. */
export interface FileMedia {
  readonly kind: 'file';
  /** Absolute path. */
  readonly path: string;
  /**
   * The clip's event according to the manifest, [onset, offset) in seconds; 0 and `Infinity` if not stated. Features must still cover
   * the whole file; the event is located in them by its seconds. This is for extractors that need the intended length of a recording; one that described the event alone would leak the label.
   */
  readonly onset: number;
  readonly offset: number;
  /** Content of the file. */
  bytes(): Promise<Uint8Array>;
}

/** Per kind of media: the requested format, and what is then passed. */
export interface MediaKinds {
  readonly audio: { readonly format: AudioFormat; readonly media: AudioMedia };
  readonly video: { readonly format: VideoFormat; readonly media: VideoMedia };
  readonly text: { readonly format: TextFormat; readonly media: TextMedia };
  readonly file: { readonly format: FileFormat; readonly media: FileMedia };
}

export type MediaKind = keyof MediaKinds;

/** The kinds that are decoded for an extractor, and `file`, which is not. They are independent of the modality. */
export const MEDIA_KINDS: readonly MediaKind[] = ['audio', 'video', 'text', 'file'];

export type MediaFormat<Kind extends MediaKind = MediaKind> = MediaKinds[Kind]['format'];
/** Decoded media. Sound and pictures come a segment (one second) at a time, so that memory does not grow with length. */
export type Media<Kind extends MediaKind = MediaKind> = MediaKinds[Kind]['media'];

/** An opened extractor. It may hold tensors and files: dispose of it. */
export interface ExtractorSession<Kind extends MediaKind = MediaKind> {
  /** The media format that it needs. */
  readonly format: MediaFormat<Kind>;
  /** Shape of one segment's features. */
  readonly featureShape: readonly number[];
  /** Changes whenever the same options would give different features: a version, or a hash of weights read from a file. */
  readonly fingerprint: string;
  /**
   * Features of one recording, [T, ...featureShape], where T depends on the recording: seconds of sound, pictures or a file, words of a text.
   *
   * @param onNote told what the features lack, for the user to know: "the word 'kwyjibo' is unknown"
   */
  extract(media: Media<Kind>, onNote?: (note: string) => void): Promise<Float32Array>;
  dispose(): void;
}

/** Turns raw media into the features that a modality plugin takes. */
export interface Extractor<Options = unknown, Kind extends MediaKind = MediaKind> extends Component<Options> {
  readonly kind: Kind;
  /** @throws CmgError if weights, a model or a package are missing or unsuitable. */
  open(options: Options): Promise<ExtractorSession<Kind>>;
  /**
   * What it computes with, read from its files: what the {@link PortableExtractor} of its name takes. Absent where it has no such
   * counterpart; an exported run then takes features of its modality alone.
   */
  weights?(options: Options): Promise<ReadonlyMap<string, NdArray>>;
}

/** The arithmetic of an extractor, without its files: it runs in a browser. */
export interface PortableExtractor<Options = unknown, Kind extends MediaKind = MediaKind> extends Component<Options> {
  readonly kind: Kind;
  /**
   * @param weights of {@link Extractor.weights}
   * @throws CmgError if they are missing or unsuitable
   */
  openWith(options: Options, weights: ReadonlyMap<string, NdArray>): ExtractorSession<Kind>;
}

/** Computes the features of each segment in turn: for `extract` of media that are described second by second. */
export async function describeSegments<Segment>(
  segments: AsyncIterable<Segment>,
  describe: (segment: Segment) => Float32Array | Promise<Float32Array>,
): Promise<Float32Array> {
  const rows: Float32Array[] = [];
  for await (const segment of segments) rows.push(await describe(segment));
  const width = rows[0]?.length ?? 0;
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => out.set(row, i * width));
  return out;
}
