declare module '@cmg/web' {
  export type ClipInput = ClipMedia | {
      readonly kind: 'features';
      readonly features: NdArray<Float32Array>;
  };
  export type ClipMedia = {
      readonly kind: 'sound';
      readonly samples: Float32Array;
      readonly sampleRate: number;
  } | {
      readonly kind: 'pictures';
      readonly pixels: NdArray<Uint8Array>;
  } | {
      readonly kind: 'words';
      readonly text: string;
  };
  export const EXPORTED_RUN = "run.json";
  export interface EncodedClips {
      readonly indices: NdArray<Int32Array>;
      readonly features: NdArray<Float32Array>;
      readonly notes: readonly string[];
  }
  export type ExportedHead = z.output<typeof head>;
  export type ExportedRun = z.output<typeof exportedRun>;
  export interface FoundClip {
      readonly id: string;
      readonly modality: string;
      readonly score: number;
  }
  export interface Heard {
      readonly codes: readonly number[];
      readonly events: Readonly<Record<string, readonly PredictedEvent[]>>;
      readonly milliseconds: number;
  }
  export interface Listening {
      readonly sampleRate: number;
      hear(samples: Float32Array): Promise<Heard>;
  }
  export interface LoadRunOptions {
      readonly fetch?: (url: URL) => Promise<Response>;
      readonly onProgress?: (read: number, total: number) => void;
  }
  export const PORTABLE_EXTRACTORS: PerModality<Registry<PortableExtractor>>;
  export type Shard = z.output<typeof shards>[number];
  export interface WebRun {
      readonly about: ExportedRun;
      readonly modalities: readonly string[];
      readonly codes: number;
      readonly formats: PerModality<MediaFormat>;
      encode(modality: string, input: ClipInput): Promise<EncodedClips>;
      predict(head: string, modality: string, input: ClipInput): Promise<PredictedEvent[][]>;
      search(modality: string, input: ClipInput, options?: WebSearchOptions): Promise<FoundClip[]>;
      listen(modality: string, heads?: readonly string[]): Promise<Listening>;
      dispose(): void;
  }
  export interface WebSearchOptions {
      readonly among?: readonly string[];
      readonly top?: number;
  }
  export function decodePicture(file: Blob, formats: PerModality<MediaFormat>): Promise<Extract<ClipMedia, {
      readonly kind: 'pictures';
  }>>;
  export function decodeSound(file: Blob, formats: PerModality<MediaFormat>): Promise<Extract<ClipMedia, {
      readonly kind: 'sound';
  }>>;
  export const exportedRun: z.ZodReadonly<z.ZodObject<{
      format: z.ZodLiteral<1>;
      name: z.ZodString;
      checkpoint: z.ZodString;
      trained: z.ZodObject<{
          step: z.ZodInt;
          epoch: z.ZodInt;
      }, z.core.$strict>;
      width: z.ZodInt;
      segments: z.ZodInt;
      modalities: z.ZodArray<z.ZodObject<{
          use: z.ZodString;
          options: z.ZodRecord<z.ZodString, z.ZodUnknown>;
          context: z.ZodExactOptional<z.ZodUnion<readonly [
              z.ZodEnum<{
                  clip: "clip";
                  none: "none";
              }>,
              z.ZodObject<{
                  window: z.ZodInt;
              }, z.core.$strict>
          ]>>;
          featureShape: z.ZodArray<z.ZodInt>;
          media: z.ZodExactOptional<z.ZodObject<{
              extractor: z.ZodObject<{
                  use: z.ZodString;
                  options: z.ZodRecord<z.ZodString, z.ZodUnknown>;
              }, z.core.$strict>;
              format: z.ZodDiscriminatedUnion<[
                  z.ZodObject<{
                      kind: z.ZodLiteral<"audio">;
                      sampleRate: z.ZodInt;
                  }, z.core.$strict>,
                  z.ZodObject<{
                      kind: z.ZodLiteral<"video">;
                      height: z.ZodInt;
                      width: z.ZodInt;
                      framesPerSegment: z.ZodInt;
                      background: z.ZodExactOptional<z.ZodString>;
                  }, z.core.$strict>,
                  z.ZodObject<{
                      kind: z.ZodLiteral<"text">;
                  }, z.core.$strict>
              ], "kind">;
              length: z.ZodEnum<{
                  pad: "pad";
                  resample: "resample";
              }>;
              weights: z.ZodArray<z.ZodObject<{
                  file: z.ZodString;
                  bytes: z.ZodInt;
                  sha256: z.ZodString;
              }, z.core.$strict>>;
          }, z.core.$strict>>;
      }, z.core.$strict>>;
      codebook: z.ZodObject<{
          use: z.ZodString;
          options: z.ZodRecord<z.ZodString, z.ZodUnknown>;
      }, z.core.$strict>;
      weights: z.ZodArray<z.ZodObject<{
          file: z.ZodString;
          bytes: z.ZodInt;
          sha256: z.ZodString;
      }, z.core.$strict>>;
      heads: z.ZodArray<z.ZodObject<{
          name: z.ZodString;
          task: z.ZodString;
          options: z.ZodRecord<z.ZodString, z.ZodUnknown>;
          from: z.ZodString;
          seed: z.ZodInt;
          classes: z.ZodArray<z.ZodString>;
          segments: z.ZodInt;
          targetShape: z.ZodOptional<z.ZodArray<z.ZodInt>>;
          results: z.ZodArray<z.ZodObject<{
              to: z.ZodString;
              split: z.ZodString;
              scores: z.ZodRecord<z.ZodString, z.ZodNumber>;
              chance: z.ZodNumber;
          }, z.core.$strict>>;
          weights: z.ZodArray<z.ZodObject<{
              file: z.ZodString;
              bytes: z.ZodInt;
              sha256: z.ZodString;
          }, z.core.$strict>>;
      }, z.core.$strict>>;
      index: z.ZodExactOptional<z.ZodObject<{
          width: z.ZodInt;
          head: z.ZodExactOptional<z.ZodString>;
          modalities: z.ZodRecord<z.ZodString, z.ZodInt>;
          weights: z.ZodArray<z.ZodObject<{
              file: z.ZodString;
              bytes: z.ZodInt;
              sha256: z.ZodString;
          }, z.core.$strict>>;
      }, z.core.$strict>>;
      notes: z.ZodArray<z.ZodString>;
  }, z.core.$strict>>;
  // exported-run
  const head: z.ZodObject<{
      name: z.ZodString;
      task: z.ZodString;
      options: z.ZodRecord<z.ZodString, z.ZodUnknown>;
      from: z.ZodString;
      seed: z.ZodInt;
      classes: z.ZodArray<z.ZodString>;
      segments: z.ZodInt;
      targetShape: z.ZodOptional<z.ZodArray<z.ZodInt>>;
      results: z.ZodArray<z.ZodObject<{
          to: z.ZodString;
          split: z.ZodString;
          scores: z.ZodRecord<z.ZodString, z.ZodNumber>;
          chance: z.ZodNumber;
      }, z.core.$strict>>;
      weights: z.ZodArray<z.ZodObject<{
          file: z.ZodString;
          bytes: z.ZodInt;
          sha256: z.ZodString;
      }, z.core.$strict>>;
  }, z.core.$strict>;
  export function loadRun(url: string | URL, { fetch, onProgress }?: LoadRunOptions): Promise<WebRun>;
  // exported-run
  const shards: z.ZodArray<z.ZodObject<{
      file: z.ZodString;
      bytes: z.ZodInt;
      sha256: z.ZodString;
  }, z.core.$strict>>;
}
