declare module '@cmg/tasks' {
  export interface AggregatedDirection {
      readonly task: string;
      readonly reads: Reads;
      readonly from: string;
      readonly to: string;
      readonly primary: string;
      readonly scores: Readonly<Record<string, Spread>>;
      readonly chance: number;
  }
  export interface CacheCodesOptions {
      readonly encoder: FrozenEncoder;
      readonly dataset: Dataset;
      readonly batchSize?: number;
      readonly disk?: {
          readonly directory: string;
          readonly run: string;
      };
      readonly onProgress?: (what: string, done: number) => void;
  }
  export type ClassificationOptions = z.infer<typeof options>;
  export interface ClipCodes {
      readonly segments: number;
      readonly levels: number;
      readonly indices: Int32Array;
  }
  export type ClipRole = 'item' | 'query';
  export interface CodeCache {
      readonly encoder: FrozenEncoder;
      readonly dataset: Dataset;
      codes(split: string, modality: string): Promise<CodeSet>;
      vectors(split: string, modality: string, reads: Exclude<Reads, 'codes'>): Promise<ClipValues>;
  }
  export interface CodeSet {
      readonly split: string;
      readonly modality: string;
      readonly clips: number;
      readonly segments: number;
      readonly levels: number;
      readonly size: number;
      readonly indices: Int32Array;
  }
  export interface Decision {
      readonly predicted: number;
      readonly confidence: number;
  }
  export interface Direction {
      readonly task: string;
      readonly reads?: Reads;
      readonly from: string;
      readonly to: string;
      readonly measures: Measures;
  }
  export interface FrozenEncoder {
      readonly modalities: readonly string[];
      readonly width: number;
      readonly segments: number;
      readonly levels: number;
      readonly embedding: tf.Tensor2D;
      encode(modality: string, x: tf.Tensor, present?: tf.Tensor2D): SegmentEncoding;
  }
  export type HeadDescription = z.infer<typeof description>;
  export type LocalisationOptions = z.infer<typeof localisationOptions>;
  export type LocalisationSettings = Pick<LocalisationOptions, 'primary' | 'background' | 'average' | 'batchSize' | 'show'>;
  export class MaskScores {
      add(logits: Float32Array, truth: Float32Array): number;
      summary(): MaskSummary;
  }
  export interface MaskSummary {
      readonly mIoU: number;
      readonly F: number;
      readonly coverIoU: number;
  }
  export type OpenSetOptions = z.infer<typeof openSetOptions>;
  export interface PooledSegments {
      readonly largest: tf.Tensor2D;
      readonly winners: tf.Tensor2D;
  }
  // retrieval-measures
  const RETRIEVAL_SCORES: readonly [
      "R@1",
      "R@5",
      "R@10",
      "mAP"
  ];
  export type Reads = z.infer<typeof readsOption>;
  export interface RestorableHead extends Pick<SavedHead, 'values'> {
      readonly description: Pick<HeadDescription, 'task' | 'options' | 'codes' | 'segments' | 'classes' | 'targetShape' | 'inputShape' | 'weights'>;
  }
  export interface RestoredHead {
      readonly head: Head;
      readonly reads: Reads;
      dispose(): void;
  }
  export type RetrievalOptions = z.infer<typeof options>;
  // retrieval-measures
  type RetrievalScore = (typeof RETRIEVAL_SCORES)[number];
  export interface RetrievalSettings {
      readonly classes?: ArrayLike<number>;
      readonly found?: ArrayLike<number> | undefined;
      readonly searched?: ArrayLike<number> | undefined;
      readonly primary?: RetrievalScore;
  }
  export interface SavedHead {
      readonly description: HeadDescription;
      readonly values: ReadonlyMap<string, NdArray>;
  }
  export interface SegmentEncoding extends Pick<Encoding, 'indices' | 'codes'> {
      readonly semantic: tf.Tensor3D;
  }
  export type SegmentationOptions = z.infer<typeof segmentationOptions>;
  export interface SplitCodeUse extends CodeUse {
      readonly modalities: readonly string[];
      readonly size: number;
      readonly counts: PerModality<readonly number[]>;
      readonly shares: PerModality<readonly number[]>;
      readonly levels?: readonly CodeUse[];
  }
  // split-of
  type SplitOption = z.infer<typeof splitOption>;
  export interface Spread {
      readonly mean: number;
      readonly deviation: number | null;
      readonly count: number;
  }
  export interface TrainedHead extends Pick<HeadBuild, 'targetShape' | 'inputShape'> {
      readonly parameters: ParameterMap;
  }
  export type TransferOptions = z.infer<typeof transferOptions>;
  export interface TransferRequest<Options> {
      readonly cache: CodeCache;
      readonly task: Task<Options>;
      readonly options: Options;
      readonly from: string;
      readonly to?: readonly string[];
      readonly seed: number;
      readonly onProgress?: (what: string, done: number) => void;
      readonly onTrained?: (head: TrainedHead, results: readonly TransferResult[]) => Promise<void>;
  }
  export interface TransferResult {
      readonly task: string;
      readonly reads: Reads;
      readonly from: string;
      readonly to: string;
      readonly protocol: TransferOptions['protocol'];
      readonly select: TransferOptions['select'];
      readonly epoch: number;
      readonly split: string;
      readonly clips: number;
      readonly seed: number;
      readonly classes: readonly string[];
      readonly measures: Measures;
  }
  export function aggregate(results: readonly Direction[]): AggregatedDirection[];
  export function availableModalities({ encoder, dataset }: Pick<CodeCache, 'encoder' | 'dataset'>, options: unknown): {
      readonly from: string[];
      readonly to: string[];
  };
  export function cacheCodes(options: CacheCodesOptions): CodeCache;
  export const classification: Task<ClassificationOptions>;
  export function classificationMeasures(logits: NdArray<Float32Array>, targets: NdArray<Float32Array>, classes: readonly string[]): Measures;
  export function clipsAtATime(shape: readonly number[], most: number): number;
  // head-file
  const description: z.ZodReadonly<z.ZodObject<{
      format: z.ZodLiteral<1>;
      task: z.ZodString;
      options: z.ZodRecord<z.ZodString, z.ZodUnknown>;
      taskFrom: z.ZodExactOptional<z.ZodObject<{
          specifier: z.ZodString;
          base: z.ZodString;
          version: z.ZodExactOptional<z.ZodString>;
      }, z.core.$strip>>;
      from: z.ZodString;
      seed: z.ZodInt;
      classes: z.ZodArray<z.ZodString>;
      segments: z.ZodInt;
      codes: z.ZodTuple<[
          z.ZodInt,
          z.ZodInt
      ], null>;
      targetShape: z.ZodOptional<z.ZodArray<z.ZodInt>>;
      inputShape: z.ZodOptional<z.ZodArray<z.ZodInt>>;
      run: z.ZodObject<{
          folder: z.ZodString;
          checkpoint: z.ZodString;
          step: z.ZodExactOptional<z.ZodUnion<readonly [
              z.ZodInt,
              z.ZodEnum<{
                  best: "best";
                  last: "last";
              }>
          ]>>;
      }, z.core.$strip>;
      results: z.ZodArray<z.ZodObject<{
          to: z.ZodString;
          split: z.ZodString;
          scores: z.ZodRecord<z.ZodString, z.ZodNumber>;
          chance: z.ZodNumber;
      }, z.core.$strip>>;
      weights: z.ZodString;
  }, z.core.$strip>>;
  export const eventsNow: (events: readonly PredictedEvent[], segments: number) => PredictedEvent[];
  export function expectFiniteClips(finite: ArrayLike<number>, modality: string, first: number, where?: string): void;
  export const finiteClips: (semantic: tf.Tensor3D) => tf.Tensor1D;
  export const isHeadFolder: (directory: string) => Promise<boolean>;
  export const localisation: Task<LocalisationOptions>;
  export function localisationMeasures(logits: NdArray<Float32Array>, targets: NdArray<Float32Array>, classes: readonly string[], settings: LocalisationSettings, threshold?: number): Measures;
  // localisation-options
  const localisationOptions: z.ZodObject<{
      protocol: z.ZodDefault<z.ZodEnum<{
          heldout: "heldout";
          official: "official";
      }>>;
      trainSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      testSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      validationSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      select: z.ZodDefault<z.ZodEnum<{
          "best-measured": "best-measured";
          "best-validation": "best-validation";
          last: "last";
      }>>;
      epochs: z.ZodDefault<z.ZodInt>;
      batchSize: z.ZodDefault<z.ZodInt>;
      learningRate: z.ZodDefault<z.ZodNumber>;
      compile: z.ZodDefault<z.ZodEnum<{
          always: "always";
          auto: "auto";
          never: "never";
      }>>;
      reads: z.ZodDefault<z.ZodEnum<{
          both: "both";
          codes: "codes";
          nearest: "nearest";
          semantic: "semantic";
      }>>;
      hidden: z.ZodDefault<z.ZodInt>;
      unseen: z.ZodDefault<z.ZodEnum<{
          neighbours: "neighbours";
          own: "own";
      }>>;
      expLog: z.ZodDefault<z.ZodNumber>;
      alpha: z.ZodDefault<z.ZodNumber>;
      primary: z.ZodDefault<z.ZodEnum<{
          eventF: "eventF";
          f1: "f1";
          precision: "precision";
          segmentF: "segmentF";
      }>>;
      background: z.ZodDefault<z.ZodBoolean>;
      threshold: z.ZodDefault<z.ZodEnum<{
          half: "half";
          validation: "validation";
      }>>;
      average: z.ZodDefault<z.ZodEnum<{
          batch: "batch";
          split: "split";
      }>>;
      show: z.ZodDefault<z.ZodArray<z.ZodInt>>;
  }, z.core.$strict>;
  export function maxOverSegments(values: tf.Tensor2D, indices: tf.Tensor2D): PooledSegments;
  export function meanCodeVectors(clips: ClipCodes, vocabulary: tf.Tensor2D): Promise<Float32Array[]>;
  export const notFinite: (modality: string, clip: number, where?: string) => CmgError;
  export const openSet: Task<OpenSetOptions>;
  export function openSetMeasures(logits: NdArray<Float32Array>, targets: NdArray<Float32Array>, classes: readonly string[], threshold: (decided: readonly Decision[], known: ArrayLike<number>) => number): Measures;
  // open-set-options
  const openSetOptions: z.ZodObject<{
      protocol: z.ZodDefault<z.ZodEnum<{
          heldout: "heldout";
          official: "official";
      }>>;
      trainSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      testSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      validationSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      select: z.ZodDefault<z.ZodEnum<{
          "best-measured": "best-measured";
          "best-validation": "best-validation";
          last: "last";
      }>>;
      epochs: z.ZodDefault<z.ZodInt>;
      batchSize: z.ZodDefault<z.ZodInt>;
      learningRate: z.ZodDefault<z.ZodNumber>;
      compile: z.ZodDefault<z.ZodEnum<{
          always: "always";
          auto: "auto";
          never: "never";
      }>>;
      reads: z.ZodDefault<z.ZodEnum<{
          both: "both";
          codes: "codes";
          nearest: "nearest";
          semantic: "semantic";
      }>>;
      hidden: z.ZodDefault<z.ZodInt>;
      pool: z.ZodDefault<z.ZodEnum<{
          max: "max";
          vote: "vote";
      }>>;
      unseen: z.ZodDefault<z.ZodEnum<{
          neighbours: "neighbours";
          own: "own";
      }>>;
      known: z.ZodDefault<z.ZodNumber>;
      threshold: z.ZodDefault<z.ZodEnum<{
          test: "test";
          validation: "validation";
      }>>;
  }, z.core.$strict>;
  // classification
  const options: z.ZodObject<{
      protocol: z.ZodDefault<z.ZodEnum<{
          heldout: "heldout";
          official: "official";
      }>>;
      trainSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      testSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      validationSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      select: z.ZodDefault<z.ZodEnum<{
          "best-measured": "best-measured";
          "best-validation": "best-validation";
          last: "last";
      }>>;
      epochs: z.ZodDefault<z.ZodInt>;
      batchSize: z.ZodDefault<z.ZodInt>;
      learningRate: z.ZodDefault<z.ZodNumber>;
      compile: z.ZodDefault<z.ZodEnum<{
          always: "always";
          auto: "auto";
          never: "never";
      }>>;
      reads: z.ZodDefault<z.ZodEnum<{
          both: "both";
          codes: "codes";
          nearest: "nearest";
          semantic: "semantic";
      }>>;
      hidden: z.ZodDefault<z.ZodInt>;
      pool: z.ZodDefault<z.ZodEnum<{
          max: "max";
          vote: "vote";
      }>>;
  }, z.core.$strict>;
  // retrieval
  const options: z.ZodObject<{
      protocol: z.ZodDefault<z.ZodEnum<{
          heldout: "heldout";
          official: "official";
      }>>;
      trainSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      testSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      validationSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      select: z.ZodDefault<z.ZodEnum<{
          "best-measured": "best-measured";
          "best-validation": "best-validation";
          last: "last";
      }>>;
      epochs: z.ZodDefault<z.ZodInt>;
      batchSize: z.ZodDefault<z.ZodInt>;
      learningRate: z.ZodDefault<z.ZodNumber>;
      compile: z.ZodDefault<z.ZodEnum<{
          always: "always";
          auto: "auto";
          never: "never";
      }>>;
      gallery: z.ZodDefault<z.ZodString>;
      pool: z.ZodDefault<z.ZodEnum<{
          idf: "idf";
          mean: "mean";
      }>>;
      hidden: z.ZodDefault<z.ZodInt>;
      projection: z.ZodDefault<z.ZodInt>;
      temperature: z.ZodDefault<z.ZodNumber>;
      primary: z.ZodDefault<z.ZodEnum<{
          "R@1": "R@1";
          "R@10": "R@10";
          "R@5": "R@5";
          mAP: "mAP";
      }>>;
  }, z.core.$strict>;
  export function predictClips(head: Head, { data: indices, shape: [, segments, levels] }: NdArray<Int32Array>, vectors?: NdArray<Float32Array>): Promise<PredictedEvent[][]>;
  export function readHead(directory: string): Promise<SavedHead>;
  export const readsOf: (options: unknown) => Reads;
  export const readsOption: z.ZodDefault<z.ZodEnum<{
      both: "both";
      codes: "codes";
      nearest: "nearest";
      semantic: "semantic";
  }>>;
  export const readsSuffix: (reads: Reads) => string;
  export function restoreHead(saved: RestorableHead, tasks: Registry<Task>, embedding: tf.Tensor2D): Promise<RestoredHead>;
  export const retrieval: Task<RetrievalOptions>;
  export function retrievalMeasures(queries: NdArray<Float32Array>, items: NdArray<Float32Array>, settings?: RetrievalSettings): Promise<Measures>;
  export function retrievalVectors(clips: ClipCodes, head: Head, role: ClipRole): Promise<Float32Array[]>;
  export function saveHead(directory: string, about: Omit<HeadDescription, 'format' | 'weights'>, parameters: ParameterMap): Promise<void>;
  export function segmentVectors({ semantic, codes, indices }: SegmentEncoding, reads: Exclude<Reads, 'codes'>, embedding: tf.Tensor2D): tf.Tensor3D;
  export const segmentation: Task<SegmentationOptions>;
  // segmentation-options
  const segmentationOptions: z.ZodObject<{
      protocol: z.ZodDefault<z.ZodEnum<{
          heldout: "heldout";
          official: "official";
      }>>;
      trainSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      testSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      validationSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      select: z.ZodDefault<z.ZodEnum<{
          "best-measured": "best-measured";
          "best-validation": "best-validation";
          last: "last";
      }>>;
      compile: z.ZodDefault<z.ZodEnum<{
          always: "always";
          auto: "auto";
          never: "never";
      }>>;
      reads: z.ZodDefault<z.ZodEnum<{
          both: "both";
          codes: "codes";
          nearest: "nearest";
          semantic: "semantic";
      }>>;
      epochs: z.ZodDefault<z.ZodInt>;
      batchSize: z.ZodDefault<z.ZodInt>;
      learningRate: z.ZodDefault<z.ZodNumber>;
      backbone: z.ZodDefault<z.ZodEnum<{
          "pvt-v2": "pvt-v2";
          pyramid: "pyramid";
          resnet: "resnet";
      }>>;
      weights: z.ZodOptional<z.ZodString>;
      levels: z.ZodDefault<z.ZodArray<z.ZodInt>>;
      width: z.ZodDefault<z.ZodInt>;
      attention: z.ZodDefault<z.ZodEnum<{
          dot: "dot";
          softmax: "softmax";
      }>>;
      projection: z.ZodDefault<z.ZodEnum<{
          "official-random": "official-random";
          attention: "attention";
          none: "none";
          trained: "trained";
      }>>;
      queries: z.ZodDefault<z.ZodInt>;
      supervise: z.ZodDefault<z.ZodEnum<{
          all: "all";
          first: "first";
      }>>;
      overlays: z.ZodDefault<z.ZodInt>;
  }, z.core.$strict>;
  export function splitCodeUse(sets: readonly CodeSet[]): SplitCodeUse;
  export function splitOf(option: SplitOption, modality: string): string;
  // split-of
  const splitOption: z.ZodUnion<readonly [
      z.ZodString,
      z.ZodRecord<z.ZodString, z.ZodString>
  ]>;
  export function spread(values: readonly number[]): Spread;
  export function transfer<Options>(request: TransferRequest<Options>): Promise<TransferResult[]>;
  export const transferOptions: z.ZodObject<{
      protocol: z.ZodDefault<z.ZodEnum<{
          heldout: "heldout";
          official: "official";
      }>>;
      trainSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      testSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      validationSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      select: z.ZodDefault<z.ZodEnum<{
          "best-measured": "best-measured";
          "best-validation": "best-validation";
          last: "last";
      }>>;
      epochs: z.ZodDefault<z.ZodInt>;
      batchSize: z.ZodDefault<z.ZodInt>;
      learningRate: z.ZodDefault<z.ZodNumber>;
      compile: z.ZodDefault<z.ZodEnum<{
          always: "always";
          auto: "auto";
          never: "never";
      }>>;
  }, z.core.$strip>;
  export const transferShape: {
      protocol: z.ZodDefault<z.ZodEnum<{
          heldout: "heldout";
          official: "official";
      }>>;
      trainSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      testSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      validationSplit: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodString,
          z.ZodRecord<z.ZodString, z.ZodString>
      ]>>;
      select: z.ZodDefault<z.ZodEnum<{
          "best-measured": "best-measured";
          "best-validation": "best-validation";
          last: "last";
      }>>;
      epochs: z.ZodDefault<z.ZodInt>;
      batchSize: z.ZodDefault<z.ZodInt>;
      learningRate: z.ZodDefault<z.ZodNumber>;
      compile: z.ZodDefault<z.ZodEnum<{
          always: "always";
          auto: "auto";
          never: "never";
      }>>;
  };
  export const vectorWidth: (reads: Exclude<Reads, "codes">, width: number) => number;
  export function wholeSplit(batches: AsyncIterable<PredictionBatch>): Promise<{
      outputs: NdArray<Float32Array>;
      targets: NdArray<Float32Array>;
  }>;
}
