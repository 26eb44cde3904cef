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
  /** Frees all tensors. */
  dispose(): void;
}

export interface LoadRunOptions {
  /** Default: that of the browser, or of Node. */
  readonly fetch?: (url: URL) => Promise<Response>;
  /** Told of bytes of the model that have been read. Heads, extractors and the index are read when they are first used. */
  readonly onProgress?: (read: number, total: number) => void;
}
