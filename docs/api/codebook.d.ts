declare module '@cmg/codebook' {
  export type CodebookOptions = z.infer<typeof codebookOptions>;
  export type CodebookUpdate<State extends CodebookState = CodebookState> = (state: State, batch: Assignment) => State;
  export type CommitmentOptions = z.infer<typeof options>;
  export type EmaState = {
      readonly embedding: tf.Tensor2D;
      readonly emaCount: tf.Tensor1D;
      readonly emaSum: tf.Tensor2D;
      readonly sinceUse: tf.Tensor2D;
  };
  export type InitialOptions = Pick<CodebookOptions, 'size' | 'initial' | 'initialCount'>;
  // vector-quantizer
  const KINDS: Readonly<Record<'shared' | 'residual', CodebookFactory>>;
  export type QuantizeOptions = Pick<CodebookOptions, 'distance' | 'heads' | 'gradient'>;
  export interface QuantizedVectors<Z extends tf.Tensor> {
      readonly quantized: Z;
      readonly codes: Z;
      readonly indices: tf.Tensor;
  }
  export type ResidualOptions = z.infer<typeof residualOptions>;
  export type ResidualQuantizeOptions = Pick<ResidualOptions, 'size' | 'levels' | 'distance' | 'gradient'>;
  export class VectorQuantizer {
      readonly codebook: Codebook;
      constructor({ width, kind, seed, ema, reset, ...options }: VectorQuantizerOptions);
      get state(): CodebookState | undefined;
      set state(state: CodebookState | undefined);
      quantize<Z extends tf.Tensor>(z: Z): QuantizedVectors<Z>;
      encode<Z extends tf.Tensor>(z: Z): Omit<QuantizedVectors<Z>, 'quantized'>;
      update(z: tf.Tensor): void;
      dispose(): void;
  }
  export interface VectorQuantizerOptions extends Partial<CodebookOptions>, Partial<Pick<ResidualOptions, 'levels' | 'dropout'>> {
      readonly width: number;
      readonly kind?: keyof typeof KINDS | CodebookFactory;
      readonly seed?: number;
      readonly ema?: Partial<EmaOptions>;
      readonly reset?: Partial<ResetOptions> | false;
  }
  export function clipAgreement(indices: PerModality<ArrayLike<number>>, segments: number): number;
  export function clipCorrelation(step: Pick<StepState, 'modalities' | 'semantic' | 'present'>): tf.Scalar;
  export const codeReset: ObjectiveFactory<ResetOptions>;
  export function codeUse(indices: PerModality<ArrayLike<number>>, size: number): CodeUse;
  export const codebookOptions: z.ZodObject<{
      size: z.ZodDefault<z.ZodInt>;
      initial: z.ZodDefault<z.ZodEnum<{
          aligned: "aligned";
          kmeans: "kmeans";
          samples: "samples";
          uniform: "uniform";
      }>>;
      initialCount: z.ZodDefault<z.ZodNumber>;
      distance: z.ZodDefault<z.ZodEnum<{
          cosine: "cosine";
          euclidean: "euclidean";
      }>>;
      heads: z.ZodDefault<z.ZodInt>;
      gradient: z.ZodDefault<z.ZodEnum<{
          "straight-through": "straight-through";
          rotation: "rotation";
      }>>;
  }, z.core.$strict>;
  export function codebookUpdater<State extends CodebookState>(codebook: Codebook<State>, objectives: readonly Objective[]): CodebookUpdate<State>;
  export function combineHeads(indices: tf.Tensor3D, size: number): tf.Tensor3D;
  export function combinedCodes(embedding: tf.Tensor2D, heads: number): tf.Tensor2D;
  export const commitment: ObjectiveFactory<CommitmentOptions>;
  export function commitmentLoss(z: tf.Tensor3D, codes: tf.Tensor3D, beta: number, present?: tf.Tensor2D): tf.Scalar;
  export function countUse(codebook: EmaState, batch: Assignment): EmaState;
  export const ema: ObjectiveFactory<EmaOptions>;
  export const emaOptions: z.ZodObject<{
      decay: z.ZodDefault<z.ZodNumber>;
      epsilon: z.ZodDefault<z.ZodNumber>;
      order: z.ZodDefault<z.ZodEnum<{
          joint: "joint";
          sequential: "sequential";
      }>>;
  }, z.core.$strict>;
  export function emaUpdate(codebook: EmaState, shares: readonly CodeAssignment[], options: EmaOptions): EmaState;
  export function headsMistake({ size, heads }: CodebookOptions, width: number): string | undefined;
  export function initialCodebook(options: InitialOptions, width: number, modalities: readonly string[], random: Random, samples?: PerModality<tf.Tensor3D>, present?: PerModality<tf.Tensor2D>): EmaState;
  export function kMeans(segments: Float32Array, size: number, width: number, random: Random): Float32Array;
  export function mergeCodes(codebook: EmaState, batch: Assignment, apart: number): EmaState;
  export function nearestCodes(z: tf.Tensor2D, embedding: tf.Tensor2D): tf.Tensor1D;
  // commitment
  const options: z.ZodObject<{
      beta: z.ZodDefault<z.ZodNumber>;
  }, z.core.$strict>;
  export function quantize(z: tf.Tensor3D, embedding: tf.Tensor2D, { distance, heads, gradient }?: Partial<QuantizeOptions>): Quantized;
  export function quantizeResidual(z: tf.Tensor3D, embedding: tf.Tensor2D, options: ResidualQuantizeOptions, shown?: tf.Tensor1D): Quantized;
  export function resetCodes(codebook: EmaState, batch: Assignment, options: ResetOptions, level?: number): EmaState;
  export const resetOptions: z.ZodObject<{
      rule: z.ZodDefault<z.ZodEnum<{
          any: "any";
          every: "every";
      }>>;
      patience: z.ZodDefault<z.ZodInt>;
      leastCount: z.ZodDefault<z.ZodNumber>;
      donor: z.ZodDefault<z.ZodEnum<{
          "active-code": "active-code";
          aligned: "aligned";
          segment: "segment";
      }>>;
      activeWithin: z.ZodDefault<z.ZodInt>;
      apart: z.ZodDefault<z.ZodNumber>;
      writes: z.ZodDefault<z.ZodEnum<{
          all: "all";
          codes: "codes";
      }>>;
  }, z.core.$strict>;
  export const residualCodebook: {
      name: string;
      description: string;
      options: import("zod").ZodObject<{
          initial: import("zod").ZodDefault<import("zod").ZodEnum<{
              aligned: "aligned";
              kmeans: "kmeans";
              samples: "samples";
              uniform: "uniform";
          }>>;
          initialCount: import("zod").ZodDefault<import("zod").ZodNumber>;
          distance: import("zod").ZodDefault<import("zod").ZodEnum<{
              cosine: "cosine";
              euclidean: "euclidean";
          }>>;
          gradient: import("zod").ZodDefault<import("zod").ZodEnum<{
              "straight-through": "straight-through";
              rotation: "rotation";
          }>>;
          size: import("zod").ZodDefault<import("zod").ZodInt>;
          levels: import("zod").ZodDefault<import("zod").ZodInt>;
          dropout: import("zod").ZodDefault<import("zod").ZodNumber>;
      }, import("zod/v4/core").$strict>;
      create(options: {
          initial: "aligned" | "kmeans" | "samples" | "uniform";
          initialCount: number;
          distance: "cosine" | "euclidean";
          gradient: "rotation" | "straight-through";
          size: number;
          levels: number;
          dropout: number;
      }, { width, modalities }: import("@cmg/core").CodebookBuild): Codebook<EmaState>;
  };
  export const residualOptions: z.ZodObject<{
      initial: z.ZodDefault<z.ZodEnum<{
          aligned: "aligned";
          kmeans: "kmeans";
          samples: "samples";
          uniform: "uniform";
      }>>;
      initialCount: z.ZodDefault<z.ZodNumber>;
      distance: z.ZodDefault<z.ZodEnum<{
          cosine: "cosine";
          euclidean: "euclidean";
      }>>;
      gradient: z.ZodDefault<z.ZodEnum<{
          "straight-through": "straight-through";
          rotation: "rotation";
      }>>;
      size: z.ZodDefault<z.ZodInt>;
      levels: z.ZodDefault<z.ZodInt>;
      dropout: z.ZodDefault<z.ZodNumber>;
  }, z.core.$strict>;
  export function rotationTrick(z: tf.Tensor3D, codes: tf.Tensor3D): tf.Tensor3D;
  export const sharedCodebook: {
      name: string;
      description: string;
      options: import("zod").ZodObject<{
          size: import("zod").ZodDefault<import("zod").ZodInt>;
          initial: import("zod").ZodDefault<import("zod").ZodEnum<{
              aligned: "aligned";
              kmeans: "kmeans";
              samples: "samples";
              uniform: "uniform";
          }>>;
          initialCount: import("zod").ZodDefault<import("zod").ZodNumber>;
          distance: import("zod").ZodDefault<import("zod").ZodEnum<{
              cosine: "cosine";
              euclidean: "euclidean";
          }>>;
          heads: import("zod").ZodDefault<import("zod").ZodInt>;
          gradient: import("zod").ZodDefault<import("zod").ZodEnum<{
              "straight-through": "straight-through";
              rotation: "rotation";
          }>>;
      }, import("zod/v4/core").$strict>;
      mistakes(options: {
          size: number;
          initial: "aligned" | "kmeans" | "samples" | "uniform";
          initialCount: number;
          distance: "cosine" | "euclidean";
          heads: number;
          gradient: "rotation" | "straight-through";
      }, width: number): {
          option: string;
          message: string;
      }[];
      create(options: {
          size: number;
          initial: "aligned" | "kmeans" | "samples" | "uniform";
          initialCount: number;
          distance: "cosine" | "euclidean";
          heads: number;
          gradient: "rotation" | "straight-through";
      }, { width, modalities }: import("@cmg/core").CodebookBuild): Codebook<EmaState>;
  };
  export const sparsity: ObjectiveFactory;
  export function sparsityLosses(step: Pick<StepState, 'modalities' | 'semantic' | 'present'>): PerModality<tf.Scalar>;
}
