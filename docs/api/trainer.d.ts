declare module '@cmg/trainer' {
  export class BatchPlan {
      readonly stepsPerEpoch: number;
      readonly totalSteps: number;
      constructor({ split, batchSize, accumulate, epochs, steps }: RunConfig['training'], { splits }: Pick<Dataset, 'splits'>, random: Random, those?: Int32Array | undefined);
      readonly clips: number;
      readonly stepSize: number;
      epochOf(step: number): number;
      endsEpoch(step: number): boolean;
      rows(step: number): Int32Array;
  }
  export interface BatchSource {
      readonly dataset: Dataset;
      readonly split: string;
      readonly modalities: readonly string[];
      readonly plan: Pick<BatchPlan, 'totalSteps' | 'rows'>;
  }
  // best-terms
  interface BestTerm {
      readonly value: number;
      readonly step: number;
      readonly since: number;
  }
  export interface Checkpoint {
      readonly info: CheckpointInfo;
      readonly tensors: ReadonlyMap<string, NdArray>;
  }
  export type CheckpointChoice = number | 'last' | 'best';
  export interface CheckpointEvery {
      readonly steps?: number;
      readonly minutes?: number;
      readonly minutesAtEpoch?: number;
  }
  export interface CheckpointInfo {
      readonly step: number;
      readonly epoch: number;
      readonly config: RunConfig;
      readonly data: {
          readonly segments: number;
          readonly featureShapes: PerModality<readonly number[]>;
          readonly clips: number;
          readonly fingerprint: string;
      };
      readonly best?: Readonly<Record<string, BestTerm>>;
      readonly versions: Readonly<Record<string, string>>;
  }
  export class CodeEncoder {
      readonly codebook: Codebook;
      readonly vocabulary: tf.Tensor2D;
      static restore(config: Pick<RunConfig, 'modalities' | 'width' | 'codebook'>, components: Pick<Components, 'modalities' | 'codebooks'>, data: DataShapes, tensors: ReadonlyMap<string, NdArray>, where: string): CodeEncoder;
      get tensorNames(): readonly string[];
      encode(modality: string, x: tf.Tensor): Encoding & {
          readonly semantic: tf.Tensor3D;
      };
      dispose(): void;
  }
  export interface ConfigComparison {
      readonly free: readonly string[];
      readonly saved: string;
      readonly now: string;
  }
  export type DataShapes = Pick<Dataset, 'segments' | 'featureShapes'>;
  export interface Interrupt {
      readonly signal: AbortSignal;
      dispose(): void;
  }
  export const LEARNING_RATE: InjectionToken<LearningRate>;
  export type LearningRate = (options: TrainingOptions, step: number, epoch: number, totalSteps: number) => number;
  export interface LoadedModel {
      readonly model: Model;
      readonly info: CheckpointInfo;
  }
  export class MetricsFile implements TrainingObserver {
      constructor(file: string);
      onStart({ step, totalSteps }: TrainingStart): Promise<void>;
      onRecord(record: TrainingRecord): Promise<void>;
  }
  export interface ModalityNetwork extends ModalityParts {
      semanticIn(root: ParameterScope): SemanticParts;
  }
  // modality-network
  interface ModalityParts extends SemanticParts {
      readonly specific: SpecificEncoder;
      readonly decoder: Decoder;
  }
  export class Model {
      readonly scope: ParameterScope;
      readonly networks: PerModality<ModalityNetwork>;
      readonly width: number;
      readonly data: DataShapes;
      readonly codebook: Codebook;
      readonly training: ModelTraining;
      constructor(scope: ParameterScope, networks: PerModality<ModalityNetwork>, width: number, data: DataShapes, codebook: Codebook, training: ModelTraining);
      get modalities(): readonly string[];
      get parameters(): ParameterMap;
      get hasCodes(): boolean;
      get codebookState(): CodebookState;
      get vocabulary(): tf.Tensor2D;
      setCodebookState(next: CodebookState): void;
      semantic(modality: string, x: tf.Tensor, context?: ForwardContext): tf.Tensor3D;
      encode(modality: string, x: tf.Tensor, present?: tf.Tensor2D): Encoding & {
          readonly semantic: tf.Tensor3D;
      };
      forward(batch: PerModality<tf.Tensor>, context: ForwardContext, codebook?: CodebookState, present?: PerModality<tf.Tensor2D>): StepState;
      features(batch: PerModality<tf.Tensor>, context: ForwardContext, present?: PerModality<tf.Tensor2D>): StepFeatures;
      quantise(features: StepFeatures, context: ForwardContext, codebook: CodebookState, present?: PerModality<tf.Tensor2D>): StepState;
      dispose(): void;
  }
  export interface ModelOrigin {
      readonly config: RunConfig;
      readonly step: number;
      readonly epoch: number;
      readonly fingerprint: string;
      readonly optimizers?: SavedOptimizers;
  }
  export interface ModelTraining {
      readonly participants: readonly string[];
      readonly codebookIsFrozen: boolean;
  }
  export const OPTIMIZER: InjectionToken<CreateMainOptimizer>;
  export class ProgressBar implements TrainingObserver {
      constructor(stream?: ProgressStream, now?: () => number);
      onStart(start: TrainingStart): void;
      onStep(done: StepDone): void;
      onRecord(record: TrainingRecord): void;
      onEpoch(done: StepDone): void;
      onNote(note: string): void;
      onEnd(outcome: TrainingOutcome | 'failed'): void;
  }
  export class ProgressLine {
      constructor(stream: ProgressStream, now?: () => number);
      start(): void;
      get seconds(): number;
      bar(done: number, total: number): string[];
      update(text: () => string): void;
      draw(text: string): void;
      tell(text: string): void;
      keep(): void;
      clear(): void;
  }
  export type ProgressOptions = z.infer<typeof options>;
  export interface ProgressStream {
      readonly isTTY?: boolean;
      readonly columns?: number;
      write(text: string): unknown;
  }
  export const REPLICAS: InjectionToken<Replicas>;
  export const RUN_COMPONENTS: InjectionToken<Components>;
  export const RUN_CONFIG: InjectionToken<RunConfig>;
  export const RUN_DATASET: InjectionToken<Dataset>;
  export const RUN_FOLDER: InjectionToken<RunFolder>;
  export const RUN_MODEL: InjectionToken<Model>;
  export const RUN_OBJECTIVES: InjectionToken<RunObjectives>;
  export type ReconstructionOptions = z.infer<typeof options>;
  // upgrade-config
  type RecordedConfig = Omit<RunConfig, 'codebook' | 'observers' | 'freeze' | 'training'> & {
      readonly codebook?: object;
      readonly training: Partial<TrainingOptions>;
  } & Partial<Pick<RunConfig, 'observers' | 'freeze'>>;
  export class RunFolder {
      readonly path: string;
      readonly config: string;
      readonly checkpoint: string;
      readonly checkpoints: string;
      readonly best: string;
      readonly metrics: string;
      constructor(path: string);
      hasStarted(): Promise<boolean>;
      hasCheckpoint(): Promise<boolean>;
      stepFile(step: number): string;
      keptSteps(): Promise<number[]>;
      checkpointFile(choice?: CheckpointChoice): Promise<string>;
      create(config: RunConfig): Promise<void>;
  }
  export interface RunObjective {
      readonly name: string;
      readonly label: string;
      readonly weight: number;
      readonly objective: Objective;
  }
  export interface RunObjectives {
      readonly list: readonly RunObjective[];
      readonly optimizers: ReadonlyMap<string, Adam>;
      readonly parameters: ParameterMap;
      readonly teachers: readonly string[];
      readonly dependOnLength: boolean;
  }
  export interface RunSettings {
      readonly components: Pick<Components, 'modalities' | 'codebooks' | 'objectives' | 'observers'>;
      readonly dataset: Dataset;
      readonly shapes?: DataShapes;
      readonly folder: string;
      readonly parent?: DependencyContainer;
      readonly standardObservers?: readonly ObserverFactory[];
      readonly observers?: readonly TrainingObserver[];
  }
  export interface RunTrainer {
      run(options?: TrainOptions): Promise<TrainingOutcome>;
      dispose(): void;
  }
  // interrupt-on-signals
  const SIGNALS: readonly [
      "SIGINT",
      "SIGTERM"
  ];
  export const STANDARD_OBSERVERS: readonly ObserverFactory[];
  // run-state
  type SavedOptimizers = ReadonlyMap<string, Pick<OptimizerState, 'save'>>;
  export interface SemanticParts {
      readonly frontEnd: FrontEnd | undefined;
      readonly semantic: SemanticEncoder;
  }
  export interface SignalSource {
      on(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
      off(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
  }
  // model
  type StepFeatures = Pick<StepState, 'inputs' | 'targets' | 'semantic' | 'specific' | 'clubView' | 'decode'>;
  export class StepMeter {
      readonly watch: StopWatch<keyof StepTimings>;
      constructor(modalities: readonly string[], codebookSize: number, stepSize: number, describe: (step: number) => string);
      start(): void;
      get otherTensors(): number;
      add(step: number, scalars: StepNumbers<tf.Scalar>, indices: PerModality<tf.Tensor3D>): void;
      check(): Promise<void>;
      record(at: Pick<TrainingRecord, 'step' | 'epoch' | 'learningRate'>): Promise<TrainingRecord>;
      dispose(): void;
  }
  export class StopWatch<Phase extends string> {
      start(): void;
      lap(phase: Phase): void;
      take(): ReadonlyMap<Phase, number>;
  }
  export const TRAINER: InjectionToken<RunTrainer>;
  export const TRAINING_OBSERVER: InjectionToken<TrainingObserver>;
  export class TensorBoardFile implements TrainingObserver {
      constructor(folder: string, now?: () => number);
      onStart({ step }: TrainingStart): Promise<void>;
      onRecord(record: TrainingRecord): Promise<void>;
  }
  // start-codebook
  interface Together {
      readonly batches: number;
      readonly replicas: Replicas;
  }
  export interface TrainOptions {
      readonly resume?: boolean;
      readonly signal?: AbortSignal;
      readonly checkpointEvery?: CheckpointEvery;
  }
  export class TrainStep {
      constructor(model: Model, objectives: RunObjectives, optimizer: Pick<MainOptimizer, 'step'>, random: Random, meter: StepMeter, { compiled, batches, replicas }: TrainStepOptions);
      run(batch: PerModality<tf.Tensor>, step: number, learningRate: number, present?: PerModality<tf.Tensor2D>): void;
      dispose(): void;
  }
  export interface TrainStepOptions {
      readonly compiled: boolean;
      readonly batches?: number;
      readonly replicas?: Replicas;
  }
  export class Trainer implements RunTrainer {
      constructor(config: RunConfig, dataset: Dataset, folder: RunFolder, model: Model, objectives: RunObjectives, observers: readonly TrainingObserver[], createOptimizer: CreateMainOptimizer, learningRate: LearningRate, replicas?: Replicas);
      run(options?: TrainOptions): Promise<TrainingOutcome>;
      dispose(): void;
  }
  export function buildModel(config: Pick<RunConfig, 'seed' | 'modalities' | 'width' | 'codebook'> & Partial<Pick<RunConfig, 'freeze' | 'training'>>, components: Pick<Components, 'modalities' | 'codebooks'>, data: DataShapes, check?: ParameterCheck): Model;
  export function buildObjectives(config: Pick<RunConfig, 'objectives'>, components: Pick<Components, 'objectives'>, model: Model, totalSteps?: number): RunObjectives;
  export const checkpointChoice: (text: string) => CheckpointChoice;
  export function clockText(seconds: number): string;
  export function configDifference(saved: RunConfig, now: RunConfig, by?: ConfigComparison): string[];
  export const createAdam: CreateMainOptimizer;
  export function createRunContainer(config: RunConfig, settings: RunSettings): DependencyContainer;
  export function dataShapes(config: RunConfig, dataset: DataShapes, folder: string): Promise<DataShapes>;
  // dependency-container
  const instance: DependencyContainer;
  export { instance as container };
  export function interruptOnSignals(source?: SignalSource): Interrupt;
  export const learningRate: LearningRate;
  export function loadModel(folder: string, components: Pick<Components, 'modalities' | 'codebooks'>, objectives?: Components['objectives'], choice?: CheckpointChoice): Promise<LoadedModel>;
  export const metricsFile: ObserverFactory;
  export function modelOf(checkpoint: Checkpoint, file: string, components: Pick<Components, 'modalities' | 'codebooks'>, objectives?: Components['objectives']): Model;
  // progress-bar
  const options: z.ZodObject<{
      to: z.ZodDefault<z.ZodEnum<{
          stderr: "stderr";
          stdout: "stdout";
      }>>;
  }, z.core.$strict>;
  // reconstruction
  const options: z.ZodObject<{
      targetGradient: z.ZodDefault<z.ZodEnum<{
          flow: "flow";
          stop: "stop";
      }>>;
  }, z.core.$strict>;
  export const progress: ObserverFactory<ProgressOptions>;
  export function readCheckpoint(file: string): Promise<Checkpoint>;
  export const reconstruction: ObjectiveFactory<ReconstructionOptions>;
  export const recordedConfig: z.ZodPipe<z.ZodObject<{
      name: z.ZodString;
      seed: z.ZodInt;
      width: z.ZodInt;
      training: z.ZodObject<{
          split: z.ZodDefault<z.ZodString>;
          modalities: z.ZodExactOptional<z.ZodArray<z.ZodString>>;
          epochs: z.ZodDefault<z.ZodInt>;
          steps: z.ZodExactOptional<z.ZodInt>;
          batchSize: z.ZodDefault<z.ZodInt>;
          accumulate: z.ZodDefault<z.ZodInt>;
          learningRate: z.ZodDefault<z.ZodNumber>;
          weightDecay: z.ZodDefault<z.ZodNumber>;
          averageWeights: z.ZodExactOptional<z.ZodObject<{
              decay: z.ZodDefault<z.ZodNumber>;
          }, z.core.$strict>>;
          schedule: z.ZodDefault<z.ZodEnum<{
              cosine: "cosine";
              step: "step";
          }>>;
          warmupSteps: z.ZodDefault<z.ZodNumber>;
          milestones: z.ZodDefault<z.ZodArray<z.ZodNumber>>;
          gamma: z.ZodDefault<z.ZodNumber>;
          clip: z.ZodPrefault<z.ZodObject<{
              norm: z.ZodDefault<z.ZodNumber>;
              per: z.ZodDefault<z.ZodEnum<{
                  all: "all";
                  module: "module";
              }>>;
          }, z.core.$strict>>;
          compile: z.ZodDefault<z.ZodEnum<{
              always: "always";
              auto: "auto";
              never: "never";
          }>>;
          logEvery: z.ZodDefault<z.ZodInt>;
          keep: z.ZodPrefault<z.ZodObject<{
              last: z.ZodDefault<z.ZodInt>;
              every: z.ZodExactOptional<z.ZodUnion<readonly [
                  z.ZodInt,
                  z.ZodLiteral<"epoch">
              ]>>;
              best: z.ZodExactOptional<z.ZodString>;
          }, z.core.$strict>>;
          validation: z.ZodPrefault<z.ZodObject<{
              split: z.ZodExactOptional<z.ZodString>;
              clips: z.ZodDefault<z.ZodInt>;
              every: z.ZodExactOptional<z.ZodInt>;
          }, z.core.$strict>>;
          earlyStop: z.ZodExactOptional<z.ZodObject<{
              by: z.ZodString;
              patience: z.ZodDefault<z.ZodInt>;
          }, z.core.$strict>>;
      }, z.core.$loose>;
      data: z.ZodObject<{
          use: z.ZodString;
          options: z.ZodRecord<z.ZodString, z.ZodUnknown>;
          from: z.ZodExactOptional<z.ZodObject<{
              specifier: z.ZodString;
              base: z.ZodString;
              version: z.ZodExactOptional<z.ZodString>;
          }, z.core.$strip>>;
      }, z.core.$loose>;
      modalities: z.ZodArray<z.ZodObject<{
          use: z.ZodString;
          options: z.ZodRecord<z.ZodString, z.ZodUnknown>;
          from: z.ZodExactOptional<z.ZodObject<{
              specifier: z.ZodString;
              base: z.ZodString;
              version: z.ZodExactOptional<z.ZodString>;
          }, z.core.$strip>>;
          context: z.ZodExactOptional<z.ZodUnion<readonly [
              z.ZodEnum<{
                  clip: "clip";
                  none: "none";
              }>,
              z.ZodObject<{
                  window: z.ZodInt;
              }, z.core.$loose>
          ]>>;
          featureDropout: z.ZodExactOptional<z.ZodNumber>;
      }, z.core.$loose>>;
      init: z.ZodExactOptional<z.ZodObject<{
          run: z.ZodString;
          step: z.ZodExactOptional<z.ZodUnion<readonly [
              z.ZodInt,
              z.ZodEnum<{
                  best: "best";
                  last: "last";
              }>
          ]>>;
      }, z.core.$loose>>;
      freeze: z.ZodExactOptional<z.ZodArray<z.ZodString>>;
      codebook: z.ZodExactOptional<z.ZodUnion<readonly [
          z.ZodObject<{
              use: z.ZodString;
              options: z.ZodRecord<z.ZodString, z.ZodUnknown>;
              from: z.ZodExactOptional<z.ZodObject<{
                  specifier: z.ZodString;
                  base: z.ZodString;
                  version: z.ZodExactOptional<z.ZodString>;
              }, z.core.$strip>>;
          }, z.core.$loose>,
          z.ZodRecord<z.ZodString, z.ZodUnknown>
      ]>>;
      objectives: z.ZodArray<z.ZodObject<{
          use: z.ZodString;
          options: z.ZodRecord<z.ZodString, z.ZodUnknown>;
          from: z.ZodExactOptional<z.ZodObject<{
              specifier: z.ZodString;
              base: z.ZodString;
              version: z.ZodExactOptional<z.ZodString>;
          }, z.core.$strip>>;
          weight: z.ZodNumber;
      }, z.core.$loose>>;
      tasks: z.ZodArray<z.ZodObject<{
          use: z.ZodString;
          options: z.ZodRecord<z.ZodString, z.ZodUnknown>;
          from: z.ZodExactOptional<z.ZodObject<{
              specifier: z.ZodString;
              base: z.ZodString;
              version: z.ZodExactOptional<z.ZodString>;
          }, z.core.$strip>>;
      }, z.core.$loose>>;
      observers: z.ZodExactOptional<z.ZodArray<z.ZodObject<{
          use: z.ZodString;
          options: z.ZodRecord<z.ZodString, z.ZodUnknown>;
          from: z.ZodExactOptional<z.ZodObject<{
              specifier: z.ZodString;
              base: z.ZodString;
              version: z.ZodExactOptional<z.ZodString>;
          }, z.core.$strip>>;
      }, z.core.$loose>>>;
  }, z.core.$loose>, z.ZodTransform<RunConfig, {
      [x: string]: unknown;
      name: string;
      seed: number;
      width: number;
      training: {
          [x: string]: unknown;
          split: string;
          modalities?: string[];
          epochs: number;
          steps?: number;
          batchSize: number;
          accumulate: number;
          learningRate: number;
          weightDecay: number;
          averageWeights?: {
              decay: number;
          };
          schedule: "cosine" | "step";
          warmupSteps: number;
          milestones: number[];
          gamma: number;
          clip: {
              norm: number;
              per: "all" | "module";
          };
          compile: "always" | "auto" | "never";
          logEvery: number;
          keep: {
              last: number;
              every?: number | "epoch";
              best?: string;
          };
          validation: {
              split?: string;
              clips: number;
              every?: number;
          };
          earlyStop?: {
              by: string;
              patience: number;
          };
      };
      data: {
          [x: string]: unknown;
          use: string;
          options: Record<string, unknown>;
          from?: {
              specifier: string;
              base: string;
              version?: string;
          };
      };
      modalities: {
          [x: string]: unknown;
          use: string;
          options: Record<string, unknown>;
          from?: {
              specifier: string;
              base: string;
              version?: string;
          };
          context?: "clip" | "none" | {
              [x: string]: unknown;
              window: number;
          };
          featureDropout?: number;
      }[];
      init?: {
          [x: string]: unknown;
          run: string;
          step?: number | "best" | "last";
      };
      freeze?: string[];
      codebook?: Record<string, unknown> | {
          [x: string]: unknown;
          use: string;
          options: Record<string, unknown>;
          from?: {
              specifier: string;
              base: string;
              version?: string;
          };
      };
      objectives: {
          [x: string]: unknown;
          use: string;
          options: Record<string, unknown>;
          from?: {
              specifier: string;
              base: string;
              version?: string;
          };
          weight: number;
      }[];
      tasks: {
          [x: string]: unknown;
          use: string;
          options: Record<string, unknown>;
          from?: {
              specifier: string;
              base: string;
              version?: string;
          };
      }[];
      observers?: {
          [x: string]: unknown;
          use: string;
          options: Record<string, unknown>;
          from?: {
              specifier: string;
              base: string;
              version?: string;
          };
      }[];
  }>>;
  export function saveModel(folder: string, model: Model, { config, step, epoch, fingerprint, optimizers }: ModelOrigin): Promise<void>;
  export function startCodebook(model: Model, batch: PerModality<tf.Tensor>, random: Random, present?: PerModality<tf.Tensor2D>, together?: Together): void;
  export const tensorboard: ObserverFactory;
  export function trainingBatches(source: BatchSource, first?: number): AsyncGenerator<PerModality<tf.Tensor>>;
  export function upgradeConfig(recorded: RecordedConfig): RunConfig;
  export function writeCheckpoint(file: string, { info, tensors }: Checkpoint): Promise<void>;
}
