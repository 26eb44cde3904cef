declare module '@cmg/core' {
  export interface Assignment {
      readonly modalities: readonly string[];
      readonly semantic: PerModality<tf.Tensor3D>;
      readonly indices: PerModality<tf.Tensor3D>;
      readonly present?: PerModality<tf.Tensor2D>;
      readonly random: Random;
  }
  export interface AudioFormat {
      readonly kind: 'audio';
      readonly sampleRate: number;
  }
  export interface AudioMedia {
      readonly kind: 'audio';
      readonly segments: AsyncIterable<Float32Array>;
  }
  // cmg-error
  const BRAND: unique symbol;
  export const COMPONENT_NAME: RegExp;
  export interface ClipEvent {
      readonly class: string;
      readonly segments?: readonly [
          begin: number,
          end: number
      ];
  }
  export interface ClipValues {
      readonly clips: number;
      readonly shape: readonly number[];
      read(rows: ArrayLike<number>): Promise<NdArray<Float32Array>>;
  }
  export class CmgError extends Error {
      static [Symbol.hasInstance](value: unknown): boolean;
      readonly name = "CmgError";
      readonly kind: CmgErrorKind;
      readonly what: string;
      readonly where: string | undefined;
      readonly hint: string | undefined;
      constructor(what: string, details?: CmgErrorDetails);
      get [BRAND](): true;
  }
  export interface CmgErrorDetails {
      readonly kind?: CmgErrorKind;
      readonly where?: string;
      readonly hint?: string;
      readonly cause?: unknown;
  }
  export type CmgErrorKind = 'failure' | 'usage';
  export interface CodeAssignment {
      readonly indices: tf.Tensor3D;
      readonly vectors: tf.Tensor3D;
  }
  export interface CodeUse {
      readonly used: PerModality<number>;
      readonly usedByAny: number;
      readonly usedByAll: number;
      readonly shared: number;
      readonly perplexity: PerModality<number>;
  }
  export interface Codebook<State extends CodebookState = CodebookState> {
      readonly size: number;
      readonly levels: number;
      readonly codeCount: number;
      readonly readsPresent?: boolean;
      readonly shapes: {
          readonly [Name in keyof State]: readonly number[];
      };
      start(random: Random, samples: () => PerModality<tf.Tensor3D>, present?: PerModality<tf.Tensor2D>): State;
      adopt?(state: State, from: readonly string[]): State;
      assign(state: State, z: tf.Tensor3D, modality: string, context: ForwardContext): Quantized;
      encode(state: State, z: tf.Tensor3D, modality: string): Encoding;
      table(state: State): tf.Tensor2D;
      update(state: State, assignments: readonly CodeAssignment[], options: EmaOptions): State;
      countUse(state: State, batch: Assignment): State;
      reset(state: State, batch: Assignment, options: ResetOptions): State;
  }
  export interface CodebookBuild {
      readonly width: number;
      readonly modalities: readonly string[];
  }
  export interface CodebookFactory<Options = unknown> extends Component<Options> {
      create(options: Options, build: CodebookBuild): Codebook;
      mistakes?(options: Options, width: number): readonly OptionMistake[];
  }
  export type CodebookState = Readonly<Record<string, tf.Tensor>>;
  export interface Component<Options = unknown> {
      readonly name: string;
      readonly description: string;
      readonly options: {
          parse(values: unknown): Options;
          readonly _output: Options;
      } & z.ZodObject<z.ZodRawShape>;
  }
  export interface ComponentConfig<Options = Readonly<Record<string, unknown>>> {
      readonly use: string;
      readonly options: Options;
      readonly from?: ComponentOrigin;
  }
  export type ComponentKind = keyof ComponentKinds;
  export interface ComponentKinds {
      readonly modality: ModalityPlugin;
      readonly objective: ObjectiveFactory;
      readonly dataset: DatasetReader;
      readonly task: Task;
      readonly extractor: Extractor;
      readonly codebook: CodebookFactory;
      readonly observer: ObserverFactory;
  }
  export type ComponentOrigin = Readonly<z.output<typeof componentOrigin>>;
  export interface Components {
      readonly modalities: Registry<ModalityPlugin>;
      readonly objectives: Registry<ObjectiveFactory>;
      readonly datasets: Registry<DatasetReader>;
      readonly tasks: Registry<Task>;
      readonly codebooks: Registry<CodebookFactory>;
      readonly observers: Registry<ObserverFactory>;
      readonly configs?: ReadonlyMap<string, string>;
  }
  export type CreateMainOptimizer = (parameters: ParameterMap, settings: Pick<TrainingOptions, 'learningRate' | 'weightDecay' | 'clip'>) => MainOptimizer;
  export interface DataOrigin {
      readonly url?: string;
      readonly files: Readonly<Record<string, string>>;
  }
  export interface DataReport {
      readonly findings: readonly Finding[];
      readonly splits: Readonly<Record<string, SplitSummary>>;
      readonly arrays: number;
  }
  export interface Dataset {
      readonly segments: number;
      readonly classes: readonly string[];
      readonly splits: Readonly<Record<string, number>>;
      readonly featureShapes: PerModality<readonly number[]>;
      readonly splitModalities?: Readonly<Record<string, readonly string[]>>;
      lengths?(split: string, modality: string): Int32Array | undefined;
      readonly fingerprint: string;
      read(split: string, modality: string, rows: ArrayLike<number>, spare?: Float32Array): Promise<NdArray<Float32Array>>;
      readonly labelledSplits?: readonly string[];
      labels(split: string): Promise<Labels>;
      recordings?(split: string, modality: string): Int32Array | undefined;
      readonly pictures?: Pictures;
      media?(split: string, modality: string, row: number, segment: number): Promise<SegmentMedia | undefined>;
      readonly extractors?: PerModality<ComponentConfig>;
      readonly length?: 'pad' | 'resample' | 'window' | 'own';
      normalise?(modality: string, features: Float32Array): Float32Array;
      close(): Promise<void>;
  }
  export interface DatasetContext {
      readonly cacheDir: string;
      readonly onProgress?: (what: string, done: number) => void;
  }
  export interface DatasetReader<Options = unknown> extends Component<Options> {
      open(options: Options, context: DatasetContext): Promise<Dataset>;
      origin?(options: Options): DataOrigin;
      check?(options: Options, context: DatasetContext): Promise<DataReport>;
  }
  export interface Decoder {
      apply(quantized: tf.Tensor3D, specific: tf.Tensor, context: ForwardContext): tf.Tensor;
  }
  export type Defined<Contract extends Component, Schema extends Component['options']> = Omit<Contract, 'options'> & {
      readonly options: Schema;
  };
  export interface EmaOptions {
      readonly decay: number;
      readonly epsilon: number;
      readonly order: 'sequential' | 'joint';
  }
  export type EncoderContext = 'none' | 'clip' | {
      readonly window: number;
  };
  export interface Encoding {
      readonly indices: tf.Tensor3D;
      readonly codes: tf.Tensor3D;
  }
  export interface Extractor<Options = unknown, Kind extends MediaKind = MediaKind> extends Component<Options> {
      readonly kind: Kind;
      open(options: Options): Promise<ExtractorSession<Kind>>;
      weights?(options: Options): Promise<ReadonlyMap<string, NdArray>>;
  }
  export interface ExtractorSession<Kind extends MediaKind = MediaKind> {
      readonly format: MediaFormat<Kind>;
      readonly featureShape: readonly number[];
      readonly fingerprint: string;
      extract(media: Media<Kind>, onNote?: (note: string) => void): Promise<Float32Array>;
      dispose(): void;
  }
  export interface FeatureSpec {
      readonly axes: readonly string[];
      readonly otherAxes?: readonly (readonly string[])[];
      readonly description: string;
  }
  export interface FileFormat {
      readonly kind: 'file';
  }
  export interface FileMedia {
      readonly kind: 'file';
      readonly path: string;
      readonly onset: number;
      readonly offset: number;
      bytes(): Promise<Uint8Array>;
  }
  export interface Finding {
      readonly level: 'error' | 'warning';
      readonly where: string;
      readonly what: string;
      readonly hint?: string;
  }
  export interface ForwardContext {
      readonly training: boolean;
      readonly random: Random;
      readonly present?: tf.Tensor2D;
  }
  export interface Frames {
      readonly data: Uint8Array;
      readonly shape: readonly [
          frames: number,
          height: number,
          width: number,
          channels: 3
      ];
  }
  export interface FrontEnd {
      readonly featureShape: readonly number[];
      apply(x: tf.Tensor, context: ForwardContext): tf.Tensor;
  }
  export interface Head {
      apply(indices: tf.Tensor3D, context: ForwardContext, inputs?: tf.Tensor, vectors?: tf.Tensor3D): tf.Tensor;
      loss(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar;
      measure(batches: AsyncIterable<PredictionBatch>): Promise<Measures>;
      prepare?(batches: AsyncIterable<TrainingBatch>): Promise<void>;
      calibrate?(batches: AsyncIterable<PredictionBatch>): Promise<void>;
      predict?(outputs: NdArray<Float32Array>): PredictedEvent[][];
  }
  export interface HeadBuild {
      readonly parameters: ParameterScope;
      readonly embedding: tf.Tensor2D;
      readonly vectorWidth?: number;
      readonly segments: number;
      readonly classes: readonly string[];
      readonly targetShape?: readonly number[];
      readonly inputShape?: readonly number[];
  }
  export type HostValueRecorder = <T extends tf.Tensor>(make: () => T) => T;
  export interface InitOptions {
      readonly run: string;
      readonly step?: number | 'best' | 'last';
  }
  export type Initializer = (shape: readonly number[], random: Random) => Float32Array;
  export const KIND_NAMES: Readonly<Record<ComponentKind, string>>;
  export interface Labels {
      readonly clipClasses: Int32Array;
      readonly segmentClasses: PerModality<Int32Array>;
      readonly events?: PerModality<Uint8Array>;
  }
  export const MEDIA_KINDS: readonly MediaKind[];
  export interface MainOptimizer extends OptimizerState {
      step(gradients: tf.NamedTensorMap, learningRate: number): Scalars;
  }
  export interface Measures {
      readonly primary: string;
      readonly scores: Readonly<Record<string, number>>;
      readonly chance: number;
      readonly floors?: Readonly<Record<string, number>>;
      readonly perClip?: readonly number[];
      readonly perClass?: readonly (number | null)[];
      readonly confusion?: readonly (readonly number[])[];
      readonly timelines?: readonly Timeline[];
      readonly overlays?: readonly Overlay[];
  }
  export type Media<Kind extends MediaKind = MediaKind> = MediaKinds[Kind]['media'];
  export type MediaFormat<Kind extends MediaKind = MediaKind> = MediaKinds[Kind]['format'];
  export type MediaKind = keyof MediaKinds;
  export interface MediaKinds {
      readonly audio: {
          readonly format: AudioFormat;
          readonly media: AudioMedia;
      };
      readonly video: {
          readonly format: VideoFormat;
          readonly media: VideoMedia;
      };
      readonly text: {
          readonly format: TextFormat;
          readonly media: TextMedia;
      };
      readonly file: {
          readonly format: FileFormat;
          readonly media: FileMedia;
      };
  }
  export interface ModalityBuild {
      readonly parameters: ParameterScope;
      readonly width: number;
      readonly featureShape: readonly number[];
  }
  export interface ModalityConfig extends ComponentConfig {
      readonly context?: EncoderContext;
      readonly featureDropout?: number;
  }
  export interface ModalityPlugin<Options = unknown> extends Component<Options> {
      readonly features: FeatureSpec;
      readonly extractors?: readonly Extractor[];
      createFrontEnd?(options: Options, build: ModalityBuild): FrontEnd;
      createSemanticEncoder(options: Options, build: ModalityBuild): SemanticEncoder;
      createSpecificEncoder(options: Options, build: ModalityBuild): SpecificEncoder;
      createDecoder(options: Options, build: ModalityBuild & {
          readonly specificShape: readonly number[];
      }): Decoder;
  }
  export interface MomentumTeacher {
      follow(momentum: number): void;
      semantic(step: StepState): PerModality<tf.Tensor3D>;
  }
  export interface NdArray<Data = NumberData> {
      readonly shape: readonly number[];
      readonly data: Data;
  }
  export type NumberData = Float64Array | Float32Array | Int32Array | Uint8Array;
  export interface Objective {
      beforeTerms?(step: StepState): Scalars;
      terms?(step: StepState): Terms;
      updateCodebook?(state: CodebookState, batch: Assignment): CodebookState;
      readonly learnsCodebook?: boolean;
      readonly readsPresent?: boolean;
      readonly perClip?: boolean;
  }
  export interface ObjectiveBuild {
      readonly parameters: ParameterScope;
      readonly modalities: readonly string[];
      readonly width: number;
      readonly codes: number;
      readonly codebook: Codebook;
      readonly segments: number;
      readonly totalSteps: number;
      readonly clubWidths: PerModality<number>;
      createOptimizer(scope: ParameterScope, settings: {
          readonly learningRate: number;
      }): Optimizer;
      createTeacher(scope: ParameterScope): MomentumTeacher;
  }
  export interface ObjectiveConfig extends ComponentConfig {
      readonly weight: number;
  }
  export interface ObjectiveFactory<Options = unknown> extends Component<Options> {
      create(options: Options, build: ObjectiveBuild): Objective;
  }
  export interface ObserverBuild {
      readonly folder: string;
      readonly config: RunConfig;
  }
  export interface ObserverFactory<Options = unknown> extends Component<Options> {
      create(options: Options, build: ObserverBuild): TrainingObserver;
  }
  export interface Optimizer {
      minimize(loss: () => tf.Scalar): tf.Scalar;
      descend(steps: number, gradient: (values: tf.Tensor1D, step: number) => tf.Tensor1D): void;
  }
  export interface OptimizerState {
      save(): Promise<ReadonlyMap<string, NdArray>>;
      restore(state: ReadonlyMap<string, NdArray>): void;
      dispose(): void;
  }
  export interface OptionMistake {
      readonly option: string;
      readonly message: string;
  }
  export interface Overlay {
      readonly clip: number;
      readonly width: number;
      readonly height: number;
      readonly picture: string;
      readonly truth: string;
      readonly prediction: string;
  }
  export type ParameterCheck = (path: string, shape: readonly number[]) => Float32Array | undefined;
  export type ParameterMap = ReadonlyMap<string, tf.Variable>;
  export class ParameterScope {
      readonly path: string;
      static root(random: Random, tensors: TensorFactory, check?: ParameterCheck): ParameterScope;
      child(name: string | number): ParameterScope;
      shared(name: string): ParameterScope;
      copy(name: string): ParameterScope;
      variable(name: string, shape: readonly number[], initial: Initializer): tf.Variable;
      buffer(name: string, shape: readonly number[], initial: Initializer): tf.Variable;
      get parameters(): ParameterMap;
      dispose(): void;
  }
  export type PerModality<T> = Readonly<Record<string, T>>;
  export interface Pictures {
      readonly shape: readonly [
          number,
          number,
          number,
          number
      ];
      readonly masked: Readonly<Record<string, number>>;
      frames(split: string, rows: ArrayLike<number>, count: number): Promise<NdArray<Uint8Array>>;
      masks(split: string, rows: ArrayLike<number>, count: number): Promise<NdArray<Uint8Array>>;
  }
  export interface PortableExtractor<Options = unknown, Kind extends MediaKind = MediaKind> extends Component<Options> {
      readonly kind: Kind;
      openWith(options: Options, weights: ReadonlyMap<string, NdArray>): ExtractorSession<Kind>;
  }
  export interface PredictedEvent extends ClipEvent {
      readonly score: number;
  }
  export interface PredictionBatch {
      readonly rows: Int32Array;
      readonly inputs?: NdArray<Float32Array>;
      readonly outputs: NdArray<Float32Array>;
      readonly targets: NdArray<Float32Array>;
  }
  export interface Quantized {
      readonly distances: tf.Tensor3D;
      readonly indices: tf.Tensor3D;
      readonly codes: tf.Tensor3D;
      readonly quantized: tf.Tensor3D;
  }
  export const RESERVED_OPTIONS: readonly [
      "use",
      "weight",
      "context",
      "featureDropout",
      "from"
  ];
  export class Random {
      readonly seed: number;
      constructor(seed: number);
      fork(...labels: (string | number)[]): Random;
      uint32(): number;
      uniform(low?: number, high?: number): number;
      integer(low: number, high: number): number;
      normal(mean?: number, standardDeviation?: number): number;
      pick<T>(items: readonly T[]): T;
      permutation(n: number): Int32Array;
      uniforms(n: number, low?: number, high?: number): Float32Array;
      dropoutMask(n: number, rate: number): Float32Array;
  }
  export class Registry<C extends Component<never> | Component> implements Iterable<C> {
      readonly kind: string;
      readonly absent: ReadonlyMap<string, string>;
      constructor(kind: string, components?: Iterable<C>, absent?: ReadonlyMap<string, string>);
      add(component: C): void;
      get(name: string): C;
      missing(name: string): string | undefined;
      has(name: string): boolean;
      get names(): string[];
      [Symbol.iterator](): Iterator<C>;
  }
  export interface ResetOptions {
      readonly rule: 'any' | 'every';
      readonly patience: number;
      readonly leastCount: number;
      readonly donor: 'segment' | 'aligned' | 'active-code';
      readonly activeWithin: number;
      readonly apart: number;
      readonly writes: 'all' | 'codes';
  }
  export class RowsRandom extends Random {
      constructor(whole: Random, part: number, parts: number);
      fork(...labels: (string | number)[]): RowsRandom;
      uint32(): number;
      normal(mean?: number, standardDeviation?: number): number;
      uniforms(n: number, low?: number, high?: number): Float32Array;
      dropoutMask(n: number, rate: number): Float32Array;
  }
  export interface RunConfig {
      readonly name: string;
      readonly seed: number;
      readonly data: ComponentConfig;
      readonly modalities: readonly ModalityConfig[];
      readonly width: number;
      readonly init?: InitOptions;
      readonly freeze: readonly string[];
      readonly codebook: ComponentConfig;
      readonly objectives: readonly ObjectiveConfig[];
      readonly training: TrainingOptions;
      readonly tasks: readonly ComponentConfig[];
      readonly observers: readonly ComponentConfig[];
  }
  export type Scalars = Readonly<Record<string, tf.Scalar>>;
  export interface SchemaDef {
      readonly innerType?: z.ZodType;
      readonly shape?: Readonly<Record<string, z.ZodType>>;
      readonly element?: z.ZodType;
      readonly valueType?: z.ZodType;
      readonly options?: readonly z.ZodType[];
  }
  export type SegmentMedia = {
      readonly kind: 'picture';
      readonly pixels: NdArray<Uint8Array>;
  } | {
      readonly kind: 'sound';
      readonly samples: Float32Array;
      readonly sampleRate: number;
  } | {
      readonly kind: 'words';
      readonly text: string;
  };
  export interface SemanticEncoder {
      apply(x: tf.Tensor, context: ForwardContext): tf.Tensor3D;
  }
  export interface SpecificEncoder {
      readonly clubWidth: number;
      readonly specificShape: readonly number[];
      apply(x: tf.Tensor, context: ForwardContext): SpecificFeatures;
  }
  export interface SpecificFeatures {
      readonly specific: tf.Tensor;
      readonly clubView: tf.Tensor3D;
  }
  export interface SplitSummary {
      readonly clips: number;
      readonly modalities: readonly string[];
      readonly classes: Readonly<Record<string, number>>;
  }
  export interface StepDone {
      readonly step: number;
      readonly epoch: number;
  }
  export interface StepNumbers<Value = number> {
      readonly total: Value;
      readonly losses: Readonly<Record<string, Value>>;
      readonly metrics: Readonly<Record<string, Value>>;
      readonly gradientNorms: Readonly<Record<string, Value>>;
  }
  export class StepRandom extends Random {
      constructor(root: Random);
      seek(...labels: (string | number)[]): void;
      fork(...labels: (string | number)[]): Random;
      uint32(): number;
      normal(mean?: number, standardDeviation?: number): number;
      dropoutMask(n: number, rate: number): Float32Array;
  }
  export interface StepState extends Assignment {
      readonly inputs: PerModality<tf.Tensor>;
      readonly targets: PerModality<tf.Tensor>;
      readonly specific: PerModality<tf.Tensor>;
      readonly clubView: PerModality<tf.Tensor3D>;
      readonly distances: PerModality<tf.Tensor3D>;
      readonly codes: PerModality<tf.Tensor3D>;
      readonly quantized: PerModality<tf.Tensor3D>;
      readonly codebook: CodebookState;
      decode(modality: string, quantized: tf.Tensor3D, specific: tf.Tensor): tf.Tensor;
  }
  export interface StepTimings {
      readonly data: number;
      readonly passes: number;
      readonly optimizer: number;
  }
  export interface Task<Options = unknown> extends Component<Options> {
      targets(options: Options, source: TaskSource): Promise<ClipValues>;
      inputs?(options: Options, source: TaskSource): Promise<ClipValues>;
      createHead(options: Options, build: HeadBuild): Head | Promise<Head>;
      readonly readsPresent?: boolean;
      probe?(options: Options, source: Pick<TaskSource, 'dataset' | 'modality'>): Promise<number>;
  }
  export interface TaskSource {
      readonly dataset: Dataset;
      readonly split: string;
      readonly modality: string;
      codes(modality: string): Promise<ClipValues>;
  }
  export type TensorFactory = Pick<typeof tf, 'tensor' | 'variable'>;
  export interface Terms {
      readonly losses: Scalars;
      readonly metrics?: Scalars;
  }
  export interface TextFormat {
      readonly kind: 'text';
  }
  export interface TextMedia {
      readonly kind: 'text';
      readonly text: string;
  }
  export interface Timeline {
      readonly clip: number;
      readonly segments: number;
      readonly truth: readonly ClipEvent[];
      readonly predicted: readonly PredictedEvent[];
  }
  export interface TrainingBatch {
      readonly indices: NdArray<Int32Array>;
      readonly targets: NdArray<Float32Array>;
  }
  export interface TrainingObserver {
      onStart?(start: TrainingStart): void | Promise<void>;
      onStep?(done: StepDone): void;
      onRecord?(record: TrainingRecord): void | Promise<void>;
      onCheckpoint?(done: StepDone, file: string): void | Promise<void>;
      onEpoch?(done: StepDone): void | Promise<void>;
      onNote?(note: string): void | Promise<void>;
      onEnd?(outcome: TrainingOutcome | 'failed'): void | Promise<void>;
  }
  export interface TrainingOptions {
      readonly split: string;
      readonly modalities?: readonly string[];
      readonly epochs: number;
      readonly steps?: number;
      readonly batchSize: number;
      readonly accumulate?: number;
      readonly learningRate: number;
      readonly weightDecay: number;
      readonly averageWeights?: {
          readonly decay: number;
      };
      readonly schedule: 'step' | 'cosine';
      readonly warmupSteps: number;
      readonly milestones: readonly number[];
      readonly gamma: number;
      readonly clip: {
          readonly norm: number;
          readonly per: 'module' | 'all';
      };
      readonly compile: 'auto' | 'always' | 'never';
      readonly logEvery: number;
      readonly keep: {
          readonly last: number;
          readonly every?: number | 'epoch';
          readonly best?: string;
      };
      readonly validation: {
          readonly split?: string;
          readonly clips: number;
          readonly every?: number;
      };
      readonly earlyStop?: {
          readonly by: string;
          readonly patience: number;
      };
  }
  export type TrainingOutcome = 'finished' | 'interrupted';
  export interface TrainingRecord extends StepNumbers {
      readonly step: number;
      readonly epoch: number;
      readonly learningRate: number;
      readonly codes: CodeUse;
      readonly clipsPerSecond: number;
      readonly timings: StepTimings;
      readonly validation?: ValidationRecord;
  }
  export interface TrainingStart {
      readonly config: RunConfig;
      readonly step: number;
      readonly totalSteps: number;
      readonly stepsPerEpoch: number;
      readonly clips: number;
      readonly parameters: number;
      readonly codes: number;
  }
  export interface ValidationRecord {
      readonly split: string;
      readonly clips: number;
      readonly total: number;
      readonly losses: Readonly<Record<string, number>>;
      readonly retrieval?: {
          readonly mean: number;
          readonly chance: number;
          readonly directions: Readonly<Record<string, number>>;
      };
      readonly codes: CodeUse;
  }
  export interface VideoFormat {
      readonly kind: 'video';
      readonly height: number;
      readonly width: number;
      readonly framesPerSegment: number;
      readonly background?: string;
  }
  export interface VideoMedia {
      readonly kind: 'video';
      readonly segments: AsyncIterable<Frames>;
  }
  export interface WithOptions<Options> {
      readonly options: {
          parse(values: unknown): Options;
      };
  }
  export function checkComponent<Kind extends ComponentKind>(kind: Kind, value: unknown, where: string): ComponentKinds[Kind];
  export const componentOrigin: z.ZodObject<{
      specifier: z.ZodString;
      base: z.ZodString;
      version: z.ZodExactOptional<z.ZodString>;
  }, z.core.$strip>;
  export function defineCodebook<Schema extends Component['options']>(codebook: Defined<CodebookFactory<z.infer<Schema>>, Schema>): CodebookFactory<z.infer<Schema>>;
  export function defineDatasetReader<Schema extends Component['options']>(reader: Defined<DatasetReader<z.infer<Schema>>, Schema>): DatasetReader<z.infer<Schema>>;
  export function defineExtractor<Schema extends Component['options'], Kind extends MediaKind>(extractor: Defined<Extractor<z.infer<Schema>, Kind>, Schema>): Extractor<z.infer<Schema>, Kind>;
  export function defineModality<Schema extends Component['options']>(plugin: Defined<ModalityPlugin<z.infer<Schema>>, Schema>): ModalityPlugin<z.infer<Schema>>;
  export function defineObjective<Schema extends Component['options']>(objective: Defined<ObjectiveFactory<z.infer<Schema>>, Schema>): ObjectiveFactory<z.infer<Schema>>;
  export function defineObserver<Schema extends Component['options']>(observer: Defined<ObserverFactory<z.infer<Schema>>, Schema>): ObserverFactory<z.infer<Schema>>;
  export function defineTask<Schema extends Component['options']>(task: Defined<Task<z.infer<Schema>>, Schema>): Task<z.infer<Schema>>;
  export function describeSegments<Segment>(segments: AsyncIterable<Segment>, describe: (segment: Segment) => Float32Array | Promise<Float32Array>): Promise<Float32Array>;
  export function expectTwoModalities(objective: string, { modalities }: Pick<ObjectiveBuild, 'modalities'>, hint?: string): void;
  export function forModality<T>(values: PerModality<T>, modality: string): T;
  export function hostValue<T extends tf.Tensor>(make: () => T): T;
  export function inMemory({ data, shape: [clips, ...shape] }: NdArray<Float32Array>): ClipValues;
  export const isRecording: () => boolean;
  export function kindOf(component: object): ComponentKind | undefined;
  export function labelsIfAny(dataset: Pick<Dataset, 'classes' | 'labelledSplits' | 'labels'>, split: string): Promise<Labels | undefined>;
  export function mapPaths<Options>(schema: z.ZodType, options: Options, map: (path: string, keys: readonly PropertyKey[]) => string): Options;
  export function pairsOf<T>(items: readonly T[]): (readonly [
      T,
      T
  ])[];
  export function parseOptions<Options>(component: WithOptions<Options>, { options }: Pick<ComponentConfig, 'options'>, where: string): Options;
  export function pathOption(): z.ZodString;
  export function perModality<T>(modalities: readonly string[], map: (modality: string) => T): PerModality<T>;
  export function presence(lengths: ArrayLike<number>, segments: number): Float32Array;
  export function readAhead<T>(count: number, read: (index: number, used: T | undefined) => Promise<T>): AsyncGenerator<T>;
  export function recordHostValues<R>(take: HostValueRecorder, f: () => R): R;
  export function recordScalars(record: TrainingRecord): Record<string, number>;
  export const schemaDef: (schema: z.ZodType) => SchemaDef;
  export function shownLines(text: string): string;
  export function shownText(text: string): string;
}

declare module '@cmg/core/testing' {
  export interface Check {
      readonly name: string;
      run(): void | Promise<void>;
  }
  export interface CheckResult {
      readonly name: string;
      readonly ok: boolean;
      readonly message?: string;
  }
  export interface CodebookCase {
      readonly options?: Readonly<Record<string, unknown>>;
      readonly width?: number;
      readonly compile?: Compile;
  }
  export type Compile = (f: (inputs: NamedTensors) => NamedTensors, options: {
      readonly constants: readonly tf.Tensor[];
  }) => {
      run(inputs: NamedTensors): NamedTensors;
      dispose(): void;
  };
  export interface DatasetReaderCase {
      readonly options?: Readonly<Record<string, unknown>>;
  }
  export interface ExtractorCase {
      readonly options?: Readonly<Record<string, unknown>>;
      readonly media?: (seeds: readonly number[]) => Media | Promise<Media>;
  }
  export interface ModalityPluginCase {
      readonly featureShape: readonly number[];
      readonly options?: Readonly<Record<string, unknown>>;
      readonly width?: number;
      readonly compile?: Compile;
  }
  export type NamedTensors = Readonly<Record<string, tf.Tensor>>;
  export interface ObjectiveCase {
      readonly options?: Readonly<Record<string, unknown>>;
      readonly modalities?: number;
      readonly compile?: Compile;
  }
  export interface ObserverCase {
      readonly options?: Readonly<Record<string, unknown>>;
  }
  export const SAMPLE_SIZES: SampleSizes;
  export interface SampleFeatures {
      readonly semantic: PerModality<tf.Tensor3D>;
      readonly specific: PerModality<tf.Tensor3D>;
      readonly clubView: PerModality<tf.Tensor3D>;
  }
  export interface SampleSizes {
      readonly modalities: readonly string[];
      readonly batch: number;
      readonly segments: number;
      readonly width: number;
      readonly codes: number;
      readonly clubWidth: number;
  }
  export type SampleState = {
      readonly embedding: tf.Tensor2D;
      readonly sinceUse: tf.Tensor2D;
  };
  export interface TaskCase {
      readonly options?: Readonly<Record<string, unknown>>;
      readonly dataset?: () => Dataset;
      readonly compile?: Compile;
  }
  export interface TestRunner {
      describe(name: string, body: () => void): unknown;
      it(name: string, body: () => void | Promise<void>): unknown;
  }
  export function codebookChecks(factory: CodebookFactory, testCase?: CodebookCase): Check[];
  export function datasetReaderChecks(reader: DatasetReader, { options }?: DatasetReaderCase): Promise<Check[]>;
  export function describeCodebook(factory: CodebookFactory, testCase?: CodebookCase, runner?: TestRunner): void;
  export function describeDatasetReader(reader: DatasetReader, testCase?: DatasetReaderCase, runner?: TestRunner): Promise<void>;
  export function describeExtractor(extractor: Extractor, testCase?: ExtractorCase, runner?: TestRunner): void;
  export function describeModalityPlugin(plugin: ModalityPlugin, testCase: ModalityPluginCase, runner?: TestRunner): void;
  export function describeObjective(factory: ObjectiveFactory, testCase?: ObjectiveCase, runner?: TestRunner): void;
  export function describeObserver(factory: ObserverFactory, testCase?: ObserverCase, runner?: TestRunner): void;
  export function describeTask(task: Task, testCase?: TaskCase, runner?: TestRunner): Promise<void>;
  export function extractorChecks(extractor: Extractor, { options, media }?: ExtractorCase): Check[];
  export function modalityChecks(plugin: ModalityPlugin, testCase: ModalityPluginCase): Check[];
  export function objectiveChecks(factory: ObjectiveFactory, { options, modalities: least, compile }?: ObjectiveCase): Check[];
  export function observerChecks(factory: ObserverFactory, { options }?: ObserverCase): Check[];
  export function runChecks(checks: Iterable<Check>, onResult?: (result: CheckResult) => void): Promise<CheckResult[]>;
  export function sampleCodebook({ modalities, codes: size, width }: SampleSizes): Codebook<SampleState>;
  export const sampleCodebookState: (sizes: SampleSizes, seed?: number) => SampleState;
  export function sampleDataset(): Dataset;
  export function sampleFeatures({ modalities, batch, segments, width, clubWidth }: SampleSizes, seed?: number): SampleFeatures;
  export function samplePictures(classOf: (split: string, clip: number) => number, masked: Pictures['masked']): Pictures;
  export function sampleStep(sizes: SampleSizes, features: SampleFeatures, codebook: SampleState, step?: number, seed?: number, present?: PerModality<tf.Tensor2D>): StepState;
  export function taskChecks(task: Task, { options, dataset, compile }?: TaskCase): Promise<Check[]>;
}
