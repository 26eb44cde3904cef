declare module '@cmg/nn' {
  export class Adam implements Optimizer {
      constructor(parameters: ParameterMap, options: AdamOptions);
      minimize(loss: () => tf.Scalar): tf.Scalar;
      descend(steps: number, gradient: (values: tf.Tensor1D, step: number) => tf.Tensor1D): void;
      step(gradients: tf.NamedTensorMap, learningRate?: number): Scalars;
      save(): Promise<Map<string, NdArray>>;
      restore(state: ReadonlyMap<string, NdArray>): void;
      dispose(): void;
  }
  export interface AdamOptions {
      readonly learningRate: number;
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
      readonly weightDecay?: number;
      readonly clip?: ClipOptions;
  }
  export interface ClipOptions {
      readonly norm: number;
      readonly per: 'module' | 'all';
  }
  export interface Conv2dOptions {
      readonly bias?: boolean;
      readonly padding?: 'valid' | 'same';
  }
  export interface ConvTranspose2dOptions {
      readonly bias?: boolean;
  }
  export type ExpectedAxis = number | string;
  export interface LinearOptions {
      readonly bias?: boolean;
      readonly initial?: Initializer;
      readonly initialBias?: Initializer;
  }
  export interface PretrainedLayer {
      readonly weight: tf.Tensor;
      readonly bias: tf.Tensor1D;
  }
  export interface PretrainedNames {
      readonly torch: string;
      readonly tensorflow?: string;
  }
  export interface PretrainedWeights {
      readonly tensors: ReadonlyMap<string, NdArray>;
      readonly file: string;
  }
  export type ResidualVariant = 'official' | 'improved';
  export const SHORTEST = 0.000001;
  export interface TransformerEncoderOptions {
      readonly inputWidth?: number;
      readonly width: number;
      readonly heads?: number;
      readonly feedForward?: number;
      readonly layers?: number;
      readonly dropout?: number;
      readonly sharedLayers?: boolean;
  }
  export class VggConvolutions {
      constructor(blocks: readonly number[], weights: PretrainedWeights, tensorflowNames?: readonly string[]);
      get inputChannels(): number;
      get channels(): number;
      apply(pictures: tf.Tensor4D): tf.Tensor4D;
      dispose(): void;
  }
  export function amongPaired(scores: tf.Tensor2D, paired: tf.Tensor1D | undefined): tf.Tensor2D;
  export function bidirectionalLstm(scope: ParameterScope, inputWidth: number, width: number, layers: number): (x: tf.Tensor, context?: Pick<ForwardContext, 'present'>) => tf.Tensor3D;
  export function constantInitializer(value: number): Initializer;
  export function conv2d(scope: ParameterScope, inputWidth: number, outputWidth: number, kernel: number, options?: Conv2dOptions): (x: tf.Tensor) => tf.Tensor4D;
  export function convTranspose2d(scope: ParameterScope, inputWidth: number, outputWidth: number, kernel: number, options?: ConvTranspose2dOptions): (x: tf.Tensor) => tf.Tensor4D;
  export function dropout<T extends tf.Tensor>(x: T, rate: number, context: ForwardContext, label: string): T;
  export function expectShape(x: tf.Tensor, expected: readonly ExpectedAxis[], where: string): void;
  export function guardedSqrt<T extends tf.Tensor>(x: T): T;
  export function layerNorm(scope: ParameterScope, width: number): (x: tf.Tensor) => tf.Tensor;
  export function linear(scope: ParameterScope, inputWidth: number, outputWidth: number, options?: LinearOptions): (x: tf.Tensor) => tf.Tensor;
  export function lstmLayer(scopes: readonly ParameterScope[], inputWidth: number, width: number): (x: tf.Tensor, skipped?: tf.Tensor3D) => tf.Tensor4D;
  export function meanOverSegments(x: tf.Tensor3D, present?: tf.Tensor2D): tf.Tensor2D;
  export function meanSquaredError(a: tf.Tensor, b: tf.Tensor, present?: tf.Tensor2D): tf.Scalar;
  export function pairShares(batch: number, factor: number, paired: tf.Tensor1D | undefined): tf.Tensor2D;
  export function pairedClips(a: tf.Tensor2D | undefined, b: tf.Tensor2D | undefined): tf.Tensor1D | undefined;
  export function pairwiseDistances(vectors: tf.Tensor2D): tf.Tensor2D;
  export function presentIndices(indices: tf.Tensor3D, present: tf.Tensor2D | undefined): tf.Tensor3D;
  export function pretrainedLayer({ tensors, file }: PretrainedWeights, { torch, tensorflow }: PretrainedNames, rank: 2 | 4): PretrainedLayer;
  export function relu<T extends tf.Tensor>(x: T): T;
  export function residualBlock(scope: ParameterScope, width: number, hidden: number, variant?: ResidualVariant): (x: tf.Tensor) => tf.Tensor4D;
  export function segmentShares(present: tf.Tensor2D): tf.Tensor2D;
  export function selfAttention(scope: ParameterScope, width: number, heads: number, rate: number, label?: string): (x: tf.Tensor, context: ForwardContext) => tf.Tensor3D;
  export function softmax<T extends tf.Tensor>(x: T): T;
  export function squaredDistances(z: tf.Tensor, embedding: tf.Tensor): tf.Tensor3D;
  export function stackedLstm(scopes: readonly ParameterScope[], inputWidth: number, width: number, layers: number): (x: tf.Tensor) => tf.Tensor4D;
  export function stopGradient<T extends tf.Tensor>(x: T): T;
  export function straightThrough<T extends tf.Tensor>(z: T, codes: T): T;
  export function transformerEncoder(scope: ParameterScope, options: TransformerEncoderOptions): (x: tf.Tensor, context: ForwardContext) => tf.Tensor3D;
  export function uniformInitializer(bound: number): Initializer;
  export function unitVectors<T extends tf.Tensor>(x: T): T;
  export function vectorDecoder({ parameters, width, featureShape, specificShape, }: ModalityBuild & {
      readonly specificShape: readonly number[];
  }): Decoder;
  export function vectorSpecificEncoder({ parameters, featureShape }: ModalityBuild, width: number): SpecificEncoder;
  export function vectorWidth(shape: readonly number[], where: string): number;
  export function withoutTape<T>(f: () => T): T;
}
