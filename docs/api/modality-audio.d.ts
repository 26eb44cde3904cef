declare module '@cmg/modality-audio' {
  export type AudioOptions = z.infer<typeof audioOptions>;
  export type AudioTfjsOptions = z.infer<typeof options>;
  export const LOG_MEL_WIDTH: number;
  export interface LogMel {
      readonly data: Float32Array;
      readonly frames: number;
  }
  export const MEL_BANDS = 32;
  export const SILENCE = -100;
  export const VGGISH_PATCH: {
      readonly frames: 96;
      readonly bands: 64;
  };
  export const VGGISH_SAMPLE_RATE = 16000;
  export class VggishNetwork {
      constructor(weights: PretrainedWeights, lastRelu: boolean);
      get width(): number;
      apply(patches: tf.Tensor3D): tf.Tensor2D;
      dispose(): void;
  }
  export type VggishOptions = z.infer<typeof options>;
  export const audioOptions: z.ZodObject<{
      specificWidth: z.ZodDefault<z.ZodInt>;
      heads: z.ZodDefault<z.ZodInt>;
      feedForward: z.ZodDefault<z.ZodInt>;
      layers: z.ZodDefault<z.ZodInt>;
      dropout: z.ZodDefault<z.ZodNumber>;
      sharedLayers: z.ZodDefault<z.ZodBoolean>;
  }, z.core.$strict>;
  export const audioPlugin: ModalityPlugin<AudioOptions>;
  export const audioTfjs: Extractor<AudioTfjsOptions, 'audio'>;
  export function logMel(waveform: Float32Array, sampleRate: number): LogMel;
  export function logMelDescriptor({ data, frames }: LogMel): Float32Array;
  export const logMelExtractor: Extractor<Record<string, never>, 'audio'>;
  export function logMelWaveform(spectrogram: LogMel, sampleRate: number): Float32Array;
  // portable-vggish
  const options: z.ZodObject<{
      weights: z.ZodOptional<z.ZodString>;
      lastRelu: z.ZodDefault<z.ZodBoolean>;
  }, z.core.$strict>;
  // tfjs-extractor
  const options: z.ZodObject<{
      model: z.ZodOptional<z.ZodString>;
      layer: z.ZodOptional<z.ZodString>;
      sampleRate: z.ZodDefault<z.ZodInt>;
  }, z.core.$strict>;
  export const portableLogMel: PortableExtractor<Record<string, never>, 'audio'>;
  export const portableVggish: PortableExtractor<VggishOptions, 'audio'>;
  export const vggishExtractor: Extractor<VggishOptions, 'audio'>;
  export function vggishMel(waveform: Float32Array): Float32Array;
}
