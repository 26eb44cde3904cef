declare module '@cmg/modality-video' {
  export const FRAME_SIDE = 56;
  export class LetterNetwork {
      constructor(weights: ReadonlyMap<string, NdArray>);
      get channels(): number;
      apply(frames: tf.Tensor3D): tf.Tensor4D;
      dispose(): void;
  }
  export type LettersOptions = z.infer<typeof options>;
  export type Vgg19Options = z.infer<typeof options>;
  export type VideoOptions = z.infer<typeof videoOptions>;
  export type VideoTfjsOptions = z.infer<typeof options>;
  export const letterNetworkFile: () => string;
  export const lettersExtractor: Extractor<LettersOptions, 'video'>;
  export const loadLetterNetwork: () => Promise<LetterNetwork>;
  // portable-letters
  const options: z.ZodObject<{
      frames: z.ZodDefault<z.ZodInt>;
      background: z.ZodDefault<z.ZodString>;
  }, z.core.$strict>;
  // portable-vgg19
  const options: z.ZodObject<{
      weights: z.ZodOptional<z.ZodString>;
      frames: z.ZodDefault<z.ZodInt>;
      background: z.ZodDefault<z.ZodString>;
  }, z.core.$strict>;
  // tfjs-extractor
  const options: z.ZodObject<{
      model: z.ZodOptional<z.ZodString>;
      layer: z.ZodOptional<z.ZodString>;
      scale: z.ZodDefault<z.ZodEnum<{
          bytes: "bytes";
          imagenet: "imagenet";
          symmetric: "symmetric";
          unit: "unit";
      }>>;
      side: z.ZodOptional<z.ZodInt>;
      pooling: z.ZodDefault<z.ZodEnum<{
          mean: "mean";
          none: "none";
      }>>;
      frames: z.ZodDefault<z.ZodInt>;
      background: z.ZodDefault<z.ZodString>;
  }, z.core.$strict>;
  export const portableLetters: PortableExtractor<LettersOptions, 'video'>;
  export const portableVgg19: PortableExtractor<Vgg19Options, 'video'>;
  export function spatialPooling(scope: ParameterScope, channels: number, variant: 'softmax' | 'sum'): (x: tf.Tensor) => tf.Tensor3D;
  export const vgg19Extractor: Extractor<Vgg19Options, 'video'>;
  export const videoOptions: z.ZodObject<{
      specificWidth: z.ZodDefault<z.ZodInt>;
      clubWidth: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodInt,
          z.ZodLiteral<"features">
      ]>>;
      spatialPooling: z.ZodDefault<z.ZodEnum<{
          softmax: "softmax";
          sum: "sum";
      }>>;
      residual: z.ZodDefault<z.ZodEnum<{
          identity: "identity";
          relu: "relu";
      }>>;
      heads: z.ZodDefault<z.ZodInt>;
      feedForward: z.ZodDefault<z.ZodInt>;
      layers: z.ZodDefault<z.ZodInt>;
      dropout: z.ZodDefault<z.ZodNumber>;
      sharedLayers: z.ZodDefault<z.ZodBoolean>;
  }, z.core.$strict>;
  export const videoPlugin: ModalityPlugin<VideoOptions>;
  export const videoTfjs: Extractor<VideoTfjsOptions, 'video'>;
}
