declare module '@cmg/media' {
  export interface ClipRemark {
      readonly id: string;
      readonly reason: string;
  }
  export interface ClipRow {
      readonly id: string;
      readonly split: string;
      readonly label?: string;
      readonly onset?: number;
      readonly offset?: number;
      readonly segments?: number;
      readonly sources: PerModality<string>;
  }
  export interface ClipSettings {
      readonly extractors: PerModality<OpenExtractor>;
      readonly segments: number;
      readonly length: Length;
  }
  export interface DecodeOptions extends Decoding, Partial<Pick<FileMedia, 'onset' | 'offset'>> {
  }
  // decoding
  interface Decoding {
      readonly signal?: AbortSignal;
      readonly onNote?: (note: string) => void;
  }
  export interface ExtractOptions extends ClipSettings {
      readonly manifest: string;
      readonly rows: readonly PlacedRow[];
      readonly folder: string;
      readonly partial?: boolean;
      readonly jobs: number;
      readonly share?: Share;
      readonly signal?: AbortSignal;
      readonly onClip?: (done: ExtractProgress) => void;
      readonly onNote?: (note: string) => void;
  }
  export interface ExtractProgress {
      readonly extracted: number;
      readonly kept: number;
      readonly failed: readonly ClipRemark[];
      readonly doubtful: readonly ClipRemark[];
  }
  export interface ExtractResult extends ExtractProgress {
      readonly outcome: SharedOutcome;
  }
  export type ExtractedModality = Pick<ModalityPlugin, 'name' | 'extractors'>;
  export type FeatureTarget = Pick<Dataset, 'segments' | 'normalise' | 'length'>;
  export interface FeaturizeOptions extends DecodeOptions {
      readonly length?: Length;
      readonly onNote?: (note: string) => void;
  }
  export const LENGTHS: readonly [
      "pad",
      "resample",
      "window",
      "own"
  ];
  export class LastSegments {
      constructor(segments: number, featureShape: readonly number[]);
      add(features: Float32Array): NdArray<Float32Array>;
  }
  export type Length = (typeof LENGTHS)[number];
  export type LiveSource = {
      readonly kind: 'stream';
      readonly bytes: AsyncIterable<Uint8Array>;
  } | {
      readonly kind: 'device';
      readonly format: string;
      readonly name: string;
  };
  export type LoadExtractor = (specifier: string, base: string) => Promise<LoadedExtractor | undefined>;
  export interface LoadedExtractor {
      readonly component: Extractor;
      readonly origin: ComponentOrigin;
      readonly file?: string;
  }
  export interface ManifestColumns {
      readonly modalities: readonly string[];
      readonly unknown: readonly string[];
  }
  export class NoteTally {
      add(notes: ReadonlySet<string>): void;
      get lines(): string[];
  }
  export interface OpenExtractor extends ComponentConfig {
      readonly session: ExtractorSession;
      readonly code?: string;
  }
  export interface OpenModel {
      readonly fingerprint: string;
      dispose(): void;
  }
  export interface OwnFeatures {
      readonly data: Float32Array;
      readonly featureShape: readonly number[];
  }
  export interface PlacedRow extends ClipRow {
      readonly where: string;
  }
  export type PresetOptions = z.infer<ReturnType<typeof presetOptions>>;
  export const RESERVED: readonly [
      "id",
      "split",
      "label",
      "onset",
      "offset",
      "segments"
  ];
  export type TextTransformersOptions = z.infer<typeof options>;
  export class TfjsModel {
      readonly inputShape: readonly number[];
      readonly fingerprint: string;
      static open({ model: name, layer }: TfjsOptions): Promise<TfjsModel>;
      run(x: tf.Tensor): tf.Tensor;
      dispose(): void;
  }
  export type TfjsOptions = z.infer<typeof tfjsOptions>;
  export interface Timeline {
      readonly data: Float32Array;
      readonly segments: number;
      readonly timed: boolean;
  }
  export type TransformersOptions = z.infer<typeof transformersOptions>;
  export type VideoPresetOptions = z.infer<ReturnType<typeof videoOptions>>;
  export type VideoTransformersOptions = z.infer<typeof options>;
  export interface WantedExtractor {
      readonly use: string;
      readonly options?: unknown;
      readonly from?: ComponentOrigin;
      readonly base?: string;
  }
  export interface WeightFile {
      readonly tensors: ReadonlyMap<string, NdArray>;
      readonly file: string;
      readonly fingerprint: string;
  }
  export interface Window {
      readonly features: PerModality<Float32Array>;
      readonly place: (second: number) => number;
  }
  export const audioClap: Extractor<{
      dtype: "fp16" | "fp32" | "int8" | "q4" | "q8" | "uint8";
      revision: string;
      model: string;
  }, "audio">;
  export const audioTransformers: Extractor<TransformersOptions, 'audio'>;
  export const audioWav2vec2: Extractor<{
      dtype: "fp16" | "fp32" | "int8" | "q4" | "q8" | "uint8";
      revision: string;
      model: string;
  }, "audio">;
  export const backgroundOption: () => z.ZodDefault<z.ZodString>;
  export function clipMedia(row: PlacedRow, manifest: string, kinds: PerModality<MediaKind>, partial?: boolean): PerModality<string>;
  export function clipSource({ sources }: ClipRow, modality: string): string | undefined;
  export function clipTimelines(media: PerModality<string>, extractors: PerModality<OpenExtractor>, options: DecodeOptions, onNote?: (note: string) => void): Promise<PerModality<Timeline>>;
  export const contentKey: (...values: unknown[]) => string;
  export function decodeLive(source: LiveSource, { sampleRate }: AudioFormat, { signal }?: Pick<Decoding, 'signal'>): AudioMedia;
  export function decodeMedia<Kind extends MediaKind>(source: string, format: MediaFormat<Kind>, options?: DecodeOptions): Promise<Media<Kind>>;
  export function describeExtractor(modality: ExtractedModality, wanted?: WantedExtractor, load?: LoadExtractor): Promise<ComponentConfig>;
  export function extractFolder(options: ExtractOptions): Promise<ExtractResult>;
  export const extractorsOf: ({ name, extractors }: ExtractedModality) => Registry<Extractor>;
  export function featurize(dataset: FeatureTarget, modality: string, source: string, { session }: OpenExtractor, { length, onNote, ...decoding }?: FeaturizeOptions): Promise<NdArray<Float32Array>>;
  export function fileHash(file: string): Promise<string>;
  export function fitClip(clip: PerModality<Timeline>, segments: number, length: Length): Window[];
  export function fitFeatures({ data, featureShape }: OwnFeatures, segments: number, length: Length): NdArray<Float32Array>;
  export const isBlock: (rest: number, size: number, before: number) => boolean;
  export function manifestColumns(rows: readonly ClipRow[], known: readonly string[]): ManifestColumns;
  export function manifestText(rows: readonly ClipRow[], modalities: readonly string[]): string;
  export function openExtractor(modality: ExtractedModality, wanted?: WantedExtractor, load?: LoadExtractor): Promise<OpenExtractor>;
  export const openSoundSession: (model: OpenModel, sampleRate: number, describe: (samples: Float32Array) => Promise<Float32Array>) => Promise<ExtractorSession<"audio">>;
  // text-transformers
  const options: z.ZodObject<{
      model: z.ZodOptional<z.ZodString>;
      class: z.ZodDefault<z.ZodString>;
      output: z.ZodOptional<z.ZodString>;
      dtype: z.ZodDefault<z.ZodEnum<{
          fp16: "fp16";
          fp32: "fp32";
          int8: "int8";
          q4: "q4";
          q8: "q8";
          uint8: "uint8";
      }>>;
      revision: z.ZodDefault<z.ZodString>;
      pooling: z.ZodDefault<z.ZodEnum<{
          mean: "mean";
          tokens: "tokens";
      }>>;
  }, z.core.$strict>;
  // video-transformers
  const options: z.ZodObject<{
      model: z.ZodOptional<z.ZodString>;
      class: z.ZodDefault<z.ZodString>;
      output: z.ZodOptional<z.ZodString>;
      dtype: z.ZodDefault<z.ZodEnum<{
          fp16: "fp16";
          fp32: "fp32";
          int8: "int8";
          q4: "q4";
          q8: "q8";
          uint8: "uint8";
      }>>;
      revision: z.ZodDefault<z.ZodString>;
      side: z.ZodDefault<z.ZodInt>;
      frames: z.ZodDefault<z.ZodInt>;
      background: z.ZodDefault<z.ZodString>;
  }, z.core.$strict>;
  // presets
  const presetOptions: (model: string) => z.ZodObject<{
      dtype: z.ZodDefault<z.ZodEnum<{
          fp16: "fp16";
          fp32: "fp32";
          int8: "int8";
          q4: "q4";
          q8: "q8";
          uint8: "uint8";
      }>>;
      revision: z.ZodDefault<z.ZodString>;
      model: z.ZodDefault<z.ZodString>;
  }, z.core.$strict>;
  export function readManifest(file: string): Promise<PlacedRow[]>;
  export function readWeights(file: string | undefined, wanted: {
      readonly extractor: string;
      readonly hint: string;
  }): Promise<WeightFile>;
  export const textBert: Extractor<{
      dtype: "fp16" | "fp32" | "int8" | "q4" | "q8" | "uint8";
      revision: string;
      model: string;
  }, "text">;
  export const textClap: Extractor<{
      dtype: "fp16" | "fp32" | "int8" | "q4" | "q8" | "uint8";
      revision: string;
      model: string;
  }, "text">;
  export const textClip: Extractor<{
      dtype: "fp16" | "fp32" | "int8" | "q4" | "q8" | "uint8";
      revision: string;
      model: string;
  }, "text">;
  export const textMinilm: Extractor<{
      dtype: "fp16" | "fp32" | "int8" | "q4" | "q8" | "uint8";
      revision: string;
      model: string;
  }, "text">;
  export const textSiglip: Extractor<{
      dtype: "fp16" | "fp32" | "int8" | "q4" | "q8" | "uint8";
      revision: string;
      model: string;
  }, "text">;
  export const textTransformers: Extractor<TextTransformersOptions, 'text'>;
  export const tfjsOptions: z.ZodObject<{
      model: z.ZodOptional<z.ZodString>;
      layer: z.ZodOptional<z.ZodString>;
  }, z.core.$strict>;
  // transformers-options
  const transformersOptions: z.ZodObject<{
      model: z.ZodOptional<z.ZodString>;
      class: z.ZodDefault<z.ZodString>;
      output: z.ZodOptional<z.ZodString>;
      dtype: z.ZodDefault<z.ZodEnum<{
          fp16: "fp16";
          fp32: "fp32";
          int8: "int8";
          q4: "q4";
          q8: "q8";
          uint8: "uint8";
      }>>;
      revision: z.ZodDefault<z.ZodString>;
  }, z.core.$strict>;
  export const videoClip: Extractor<{
      dtype: "fp16" | "fp32" | "int8" | "q4" | "q8" | "uint8";
      revision: string;
      side: number;
      frames: number;
      background: string;
      model: string;
  }, "video">;
  // presets
  const videoOptions: (model: string) => z.ZodObject<{
      dtype: z.ZodDefault<z.ZodEnum<{
          fp16: "fp16";
          fp32: "fp32";
          int8: "int8";
          q4: "q4";
          q8: "q8";
          uint8: "uint8";
      }>>;
      revision: z.ZodDefault<z.ZodString>;
      side: z.ZodDefault<z.ZodInt>;
      frames: z.ZodDefault<z.ZodInt>;
      background: z.ZodDefault<z.ZodString>;
      model: z.ZodDefault<z.ZodString>;
  }, z.core.$strict>;
  export const videoSiglip: Extractor<{
      dtype: "fp16" | "fp32" | "int8" | "q4" | "q8" | "uint8";
      revision: string;
      side: number;
      frames: number;
      background: string;
      model: string;
  }, "video">;
  export const videoTransformers: Extractor<VideoTransformersOptions, 'video'>;
}
