import type { MediaFormat, NdArray, PerModality, PredictedEvent } from '@cmg/core';
import type { ExportedRun } from './exported-run.js';

/** Raw media of one clip, decoded. */
export type ClipMedia =
  /** One channel, samples in [-1, 1], in Hz: the rate of {@link WebRun.formats}. */
  | { readonly kind: 'sound'; readonly samples: Float32Array; readonly sampleRate: number }
  /** RGB bytes of the size of {@link WebRun.formats}, [frames, H, W, 3]: its frames of one segment after those of another. */
  | { readonly kind: 'pictures'; readonly pixels: NdArray<Uint8Array> }
  | { readonly kind: 'words'; readonly text: string };

/** What is encoded: raw media of one clip, or features of clips, [N, T, ...featureShape]. */
export type ClipInput = ClipMedia | { readonly kind: 'features'; readonly features: NdArray<Float32Array> };

/** The codes of clips. */
export interface EncodedClips {
  /** [N, T, L]; each below {@link WebRun.codes}. */
  readonly indices: NdArray<Int32Array>;
  /** What was encoded, [N, T, ...featureShape]. */
  readonly features: NdArray<Float32Array>;
  /** What the features lack, such as words that are unknown. */
  readonly notes: readonly string[];
}

/** A clip that was found. */
export interface FoundClip {
  readonly id: string;
  readonly modality: string;
  /** Cosine, in [-1, 1]. */
  readonly score: number;
}

/** A second of sound that was heard. */
export interface Heard {
  /** Its codes, one of each level. */
  readonly codes: readonly number[];
  /** By head, what it recognises: in this second, or, where it does not tell when, in the last T. */
  readonly events: Readonly<Record<string, readonly PredictedEvent[]>>;
  /** How long it took, in ms. */
  readonly milliseconds: number;
}

/** A stream of sound, told second by second. Memory does not grow with time. */
export interface Listening {
  /** Hz. */
  readonly sampleRate: number;
  /**
   * The next second: `sampleRate` samples of one channel, in [-1, 1]. One at a time.
   *
   * @throws CmgError where they are not as many, or not finite
   */
  hear(samples: Float32Array): Promise<Heard>;
}

export interface WebSearchOptions {
  /** Find clips of these modalities alone. */
  readonly among?: readonly string[];
  /** How many clips; default: 10. */
  readonly top?: number;
}

/** An exported run, ready for inference on the backend of tfjs that is current. Has to be disposed of. */
export interface WebRun {
  /** What `run.json` says: its heads, its index, what was left out. */
  readonly about: ExportedRun;
  /** In the run's order. */
  readonly modalities: readonly string[];
  /** V, how many codes there are. */
  readonly codes: number;
  /** The media that each modality takes; a modality that takes features alone is not listed. */
  readonly formats: PerModality<MediaFormat>;
  /** @throws CmgError where the run has no such modality, or takes no such input of it */
  encode(modality: string, input: ClipInput): Promise<EncodedClips>;
  /**
   * What a head recognises in each clip, whichever modality it was trained on.
   *
   * @param head its name in {@link ExportedRun.heads}
   * @throws CmgError as {@link encode}, and where there is no such head, or it recognises no events
   */
  predict(head: string, modality: string, input: ClipInput): Promise<PredictedEvent[][]>;
  /**
   * The clips of the index that are most like this one, best first.
   *
   * @throws CmgError as {@link encode}, and where there is no index, or it lacks a modality, or the input is not one clip
   */
  search(modality: string, input: ClipInput, options?: WebSearchOptions): Promise<FoundClip[]>;
  /**
   * Listens to sound as it comes: the model sees the last T seconds.
   *
   * @param heads names of {@link ExportedRun.heads} that are asked; default: none, codes alone
   * @throws CmgError where the run has no such modality, or it is not made of sound
   */
  listen(modality: string, heads?: readonly string[]): Promise<Listening>;
  /** Frees all tensors. */
  dispose(): void;
}

export interface LoadRunOptions {
  /** Default: that of the browser, or of Node. */
  readonly fetch?: (url: URL) => Promise<Response>;
  /** Told of bytes of the model that have been read. Heads, extractors and the index are read when they are first used. */
  readonly onProgress?: (read: number, total: number) => void;
}
