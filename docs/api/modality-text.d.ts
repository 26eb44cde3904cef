declare module '@cmg/modality-text' {
  export type TextOptions = z.infer<typeof textOptions>;
  export type VectorsOptions = z.infer<typeof options>;
  export type WordsOptions = z.infer<typeof options>;
  export const gloveExtractor: Extractor<Record<string, never>, 'text'>;
  // portable-vectors
  const options: z.ZodObject<{
      file: z.ZodOptional<z.ZodString>;
      words: z.ZodDefault<z.ZodInt>;
  }, z.core.$strict>;
  // portable-words
  const options: z.ZodObject<{
      width: z.ZodDefault<z.ZodInt>;
  }, z.core.$strict>;
  export const portableGlove: PortableExtractor<Record<string, never>, 'text'>;
  export const portableVectors: PortableExtractor<VectorsOptions, 'text'>;
  export const portableWords: PortableExtractor<WordsOptions, 'text'>;
  export function spellingVector(word: string, width: number): Float32Array;
  export const textOptions: z.ZodObject<{
      lstmWidth: z.ZodDefault<z.ZodInt>;
      lstmLayers: z.ZodDefault<z.ZodInt>;
      specificWidth: z.ZodDefault<z.ZodInt>;
      heads: z.ZodDefault<z.ZodInt>;
      feedForward: z.ZodDefault<z.ZodInt>;
      layers: z.ZodDefault<z.ZodInt>;
      dropout: z.ZodDefault<z.ZodNumber>;
      sharedLayers: z.ZodDefault<z.ZodBoolean>;
  }, z.core.$strict>;
  export const textPlugin: ModalityPlugin<TextOptions>;
  export const vectorsExtractor: Extractor<VectorsOptions, 'text'>;
  export function wordVector(word: string, width?: number): Float32Array;
  export const wordsExtractor: Extractor<WordsOptions, 'text'>;
}
