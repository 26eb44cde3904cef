declare module '@cmg/dcid' {
  export type ClubOptions = z.infer<typeof options>;
  export interface ClubRows {
      readonly inputs: tf.Tensor3D;
      readonly targets: readonly tf.Tensor2D[];
      readonly weights?: readonly tf.Tensor2D[];
  }
  export interface ClubSizes {
      readonly width: number;
      readonly hidden: number;
      readonly clubWidths: readonly number[];
  }
  export type CpcCandidates = 'targets' | 'contexts';
  export type CpcNetworks = (semantic: readonly tf.Tensor3D[], t: number | tf.Scalar, present?: readonly tf.Tensor2D[]) => Futures;
  export type CrossCpcOptions = z.infer<typeof options>;
  export interface Futures {
      readonly predictions: tf.Tensor4D;
      readonly targets: tf.Tensor4D;
      readonly known?: {
          readonly contexts: tf.Tensor2D;
          readonly targets: tf.Tensor3D;
      };
  }
  export interface Gaussian {
      readonly mean: tf.Tensor3D;
      readonly logVariance: tf.Tensor3D;
  }
  export interface LikelihoodGradient {
      readonly gradient: tf.Tensor1D;
      readonly likelihoods: () => tf.Scalar[];
  }
  export interface PairwiseContrast {
      readonly loss: tf.Tensor2D;
      readonly accuracy: tf.Tensor2D;
  }
  export const club: ObjectiveFactory<ClubOptions>;
  export function clubNetworks(scope: ParameterScope, modalities: readonly string[], width: number, clubWidths: PerModality<number>, hidden: number): (x: PerModality<tf.Tensor3D>) => PerModality<Gaussian>;
  export function contrastFutures({ predictions, targets, known }: Futures, candidates: CpcCandidates): PairwiseContrast;
  export function cpcNetworks(scope: ParameterScope, modalities: readonly string[], width: number, layers: number, predictionSteps: number): CpcNetworks;
  export const crossCpc: ObjectiveFactory<CrossCpcOptions>;
  export function fullBound({ mean, logVariance }: Gaussian, c: tf.Tensor3D, present?: tf.Tensor2D): tf.Scalar;
  export function laneLinear(scopes: readonly ParameterScope[], inputWidth: number, outputWidth: number): (x: tf.Tensor) => tf.Tensor3D;
  export function likelihoodGradient(values: tf.Tensor1D, sizes: ClubSizes, { inputs, targets, weights }: ClubRows): LikelihoodGradient;
  export function logLikelihood({ mean, logVariance }: Gaussian, c: tf.Tensor3D, present?: tf.Tensor2D): tf.Scalar;
  // club
  const options: z.ZodObject<{
      bound: z.ZodDefault<z.ZodEnum<{
          full: "full";
          sampled: "sampled";
      }>>;
      hidden: z.ZodDefault<z.ZodInt>;
      steps: z.ZodDefault<z.ZodInt>;
      learningRate: z.ZodDefault<z.ZodNumber>;
  }, z.core.$strict>;
  // cross-cpc
  const options: z.ZodObject<{
      layers: z.ZodDefault<z.ZodInt>;
      predictionSteps: z.ZodDefault<z.ZodInt>;
      minStart: z.ZodDefault<z.ZodInt>;
      candidates: z.ZodDefault<z.ZodEnum<{
          contexts: "contexts";
          targets: "targets";
      }>>;
      selfWeight: z.ZodDefault<z.ZodNumber>;
  }, z.core.$strict>;
  export function sampledBound({ mean, logVariance }: Gaussian, c: tf.Tensor3D, permutation: () => ArrayLike<number>, present?: tf.Tensor2D): tf.Scalar;
}
