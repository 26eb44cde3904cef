import type { Component } from './component.js';

/** How an extractor wants sound decoded. */
export interface AudioFormat {
  readonly kind: 'audio';
  /** Hz. */
  readonly sampleRate: number;
}

/** How an extractor wants pictures decoded. */
export interface VideoFormat {
  readonly kind: 'video';
  /** Pixels; frames are scaled to this size, whatever shape they have. */
  readonly height: number;
  readonly width: number;
  /** Frames sampled evenly from each segment, each at the middle of its share. */
  readonly framesPerSegment: number;
}

export interface TextFormat {
  readonly kind: 'text';
}

/** Any other media: an extractor of this kind opens files by itself, whatever is in them. */
export interface FileFormat {
  readonly kind: 'file';
}

/** Sound by segment: one channel, samples in [-1, 1], `sampleRate` of them each. */
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

/** A file that nobody has decoded: a sensor's table, depth maps, EEG. */
export interface FileMedia {
  readonly kind: 'file';
  /** Absolute path. */
  readonly path: string;
  /**
   * Where the manifest says that the clip's event is, [onset, offset) in seconds; 0 and `Infinity` where it does not. Features are those
   * of the whole file all the same, and the event is found in them by its seconds. For extractors that need to know how long a recording
   * is meant to be; one that describes the event alone would give the label away.
   */
  readonly onset: number;
  readonly offset: number;
  /** Content of the file. */
  bytes(): Promise<Uint8Array>;
}

/** Per kind of media: the format that is asked for, and what is then given. */
export interface MediaKinds {
  readonly audio: { readonly format: AudioFormat; readonly media: AudioMedia };
  readonly video: { readonly format: VideoFormat; readonly media: VideoMedia };
  readonly text: { readonly format: TextFormat; readonly media: TextMedia };
  readonly file: { readonly format: FileFormat; readonly media: FileMedia };
}

export type MediaKind = keyof MediaKinds;

/** The kinds that are decoded for an extractor, and `file`, which is not. Whether its modality is audio, video or another makes no difference. */
export const MEDIA_KINDS: readonly MediaKind[] = ['audio', 'video', 'text', 'file'];

export type MediaFormat<Kind extends MediaKind = MediaKind> = MediaKinds[Kind]['format'];
/** Decoded media. Sound and pictures come a segment (one second) at a time, so that length costs no memory. */
export type Media<Kind extends MediaKind = MediaKind> = MediaKinds[Kind]['media'];

/** An opened extractor. It may hold tensors and files: dispose of it. */
export interface ExtractorSession<Kind extends MediaKind = MediaKind> {
  /** How media must be decoded for it. */
  readonly format: MediaFormat<Kind>;
  /** Shape of one segment's features. */
  readonly featureShape: readonly number[];
  /** Changes whenever the same options would give other features: a version, or a hash of weights read from a file. */
  readonly fingerprint: string;
  /** Features of one recording, [T, ...featureShape] with a T of its own: seconds of sound, pictures or a file, words of a text. */
  extract(media: Media<Kind>): Promise<Float32Array>;
  dispose(): void;
}

/** A way to turn raw media into the features that a modality plugin takes. */
export interface Extractor<Options = unknown, Kind extends MediaKind = MediaKind> extends Component<Options> {
  readonly kind: Kind;
  /** @throws CmgError where weights, a model or a package are missing or unfit. */
  open(options: Options): Promise<ExtractorSession<Kind>>;
}

/** Features of each segment in turn, one after another: what `extract` returns for media that are described second by second. */
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
