declare module '@cmg/datasets' {
  export class ArrayFiles implements ArraySource {
      read(locator: Locator): Promise<NumberArray>;
      clips(arrays: ClipArrays): Promise<Float32Array>;
      summary(locator: Locator): Promise<ArraySummary>;
      shape(locator: Locator): Promise<readonly number[]>;
      close(): Promise<void>;
  }
  export interface ArraySource {
      read(locator: Locator): Promise<NumberArray>;
      clips(arrays: ClipArrays): Promise<Float32Array>;
      summary(locator: Locator): Promise<ArraySummary>;
      shape(locator: Locator): Promise<readonly number[]>;
      close(): Promise<void>;
  }
  export interface ArraySummary {
      readonly shape: readonly number[];
      readonly wrong: number;
      readonly first: number;
      readonly still: boolean;
  }
  export type AveAvvpOptions = z.infer<typeof options>;
  export type AveOptions = z.infer<typeof options>;
  export type AvsbenchOptions = z.infer<typeof options>;
  export type AvvpOptions = z.infer<typeof options>;
  export interface ClipArrays {
      readonly from: readonly Locator[];
      readonly layout: FeatureLayout;
      readonly segments: number;
      readonly spare?: Float32Array;
  }
  export interface ClipSplit {
      readonly clips: number;
      readonly origin: (clip: number) => string;
      readonly locate: PerModality<(clip: number) => Locator | undefined>;
      readonly labels?: (fingerprint?: string, wanted?: readonly number[]) => Promise<Labels>;
      readonly recordings?: PerModality<Int32Array>;
      readonly companions?: (clip: number) => readonly string[];
  }
  export interface ClipTable {
      readonly segments: number;
      readonly classes: readonly string[];
      readonly features: PerModality<FeatureLayout>;
      readonly splits: Readonly<Record<string, ClipSplit>>;
      readonly files: readonly string[];
      readonly folders?: readonly string[];
      readonly published?: {
          readonly classes?: number;
          readonly splits: Readonly<Record<string, number>>;
      };
      readonly pictures?: Pictures;
      readonly length?: NonNullable<Dataset['length']>;
      readonly extractors?: PerModality<ComponentConfig>;
  }
  export type ClothoOptions = z.infer<typeof options>;
  export interface FeatureLayout {
      readonly shape: readonly number[];
      readonly fit: 'exact' | 'repeat-last' | 'pad-zeros' | 'own';
      readonly length?: number;
  }
  export interface FeaturesFile {
      readonly format: 1 | 2;
      readonly segments: number;
      readonly length?: NonNullable<Dataset['length']>;
      readonly shapes: PerModality<readonly number[]>;
      readonly extractors: PerModality<ComponentConfig>;
  }
  export interface FindingReporter {
      error(where: string, what: string, hint?: string): void;
      warning(where: string, what: string, hint?: string): void;
      missing(file: string, hint: string): void;
  }
  export type FolderOptions = z.infer<typeof options>;
  export interface Loading {
      readonly arrays: ArraySource;
      readonly report: FindingReporter;
      readonly context: DatasetContext;
  }
  export interface Locator {
      readonly file: string;
      readonly name?: string;
      readonly row?: number;
      readonly rows?: number;
      readonly linksWithin?: string;
  }
  export type MscocoOptions = z.infer<typeof options>;
  export type NumberArray = NdArray<Float32Array | Float64Array>;
  export class RunningStatistics {
      constructor(width: number);
      add(values: Float32Array, count?: number): void;
      get statistics(): Statistics;
  }
  export interface Statistics {
      readonly mean: Float64Array;
      readonly deviation: Float64Array;
  }
  export interface TableSource<Options> extends Pick<DatasetReader<Options>, 'name' | 'description' | 'options'> {
      origin(options: Options): DataOrigin;
      load(options: Options, loading: Loading): Promise<ClipTable>;
  }
  export type UcfVggsoundOptions = z.infer<typeof options>;
  export type VggsoundAvelOptions = z.infer<typeof options>;
  export const aveAvvpReader: DatasetReader<AveAvvpOptions>;
  export const aveReader: DatasetReader<AveOptions>;
  export const avsbenchS4Reader: DatasetReader<AvsbenchOptions>;
  export const avvpReader: DatasetReader<AvvpOptions>;
  export function cachedTensors(file: string, build: () => Promise<ReadonlyMap<string, NdArray>>): Promise<ReadonlyMap<string, NdArray>>;
  export const clothoReader: DatasetReader<ClothoOptions>;
  export const folderReader: DatasetReader<FolderOptions>;
  export function holdsSeveral(file: string): boolean;
  export const isArrayFile: (file: string) => boolean;
  export function isFileName(name: string, where: string, report: FindingReporter): boolean;
  export const mscocoReader: DatasetReader<MscocoOptions>;
  // ave
  const options: z.ZodObject<{
      root: z.ZodDefault<z.ZodString>;
      shapes: z.ZodPrefault<z.ZodObject<{
          audio: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          video: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          text: z.ZodDefault<z.ZodArray<z.ZodInt>>;
      }, z.core.$strict>>;
  }, z.core.$strict>;
  // ave-avvp
  const options: z.ZodObject<{
      root: z.ZodDefault<z.ZodString>;
      ave: z.ZodDefault<z.ZodString>;
      avvp: z.ZodDefault<z.ZodString>;
      shapes: z.ZodPrefault<z.ZodObject<{
          audio: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          video: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          text: z.ZodDefault<z.ZodArray<z.ZodInt>>;
      }, z.core.$strict>>;
  }, z.core.$strict>;
  // avsbench-s4
  const options: z.ZodObject<{
      root: z.ZodDefault<z.ZodString>;
      segments: z.ZodDefault<z.ZodUnion<readonly [
          z.ZodLiteral<5>,
          z.ZodLiteral<10>
      ]>>;
      text: z.ZodDefault<z.ZodString>;
      side: z.ZodDefault<z.ZodInt>;
      shapes: z.ZodPrefault<z.ZodObject<{
          audio: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          video: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          text: z.ZodDefault<z.ZodArray<z.ZodInt>>;
      }, z.core.$strict>>;
  }, z.core.$strict>;
  // avvp
  const options: z.ZodObject<{
      root: z.ZodDefault<z.ZodString>;
      shapes: z.ZodPrefault<z.ZodObject<{
          audio: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          video: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          text: z.ZodDefault<z.ZodArray<z.ZodInt>>;
      }, z.core.$strict>>;
  }, z.core.$strict>;
  // clotho
  const options: z.ZodObject<{
      root: z.ZodDefault<z.ZodString>;
      tables: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
      text: z.ZodDefault<z.ZodString>;
      shapes: z.ZodPrefault<z.ZodObject<{
          audio: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          video: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          text: z.ZodDefault<z.ZodArray<z.ZodInt>>;
      }, z.core.$strict>>;
  }, z.core.$strict>;
  // folder-reader
  const options: z.ZodObject<{
      root: z.ZodDefault<z.ZodString>;
      manifest: z.ZodDefault<z.ZodString>;
      segments: z.ZodDefault<z.ZodInt>;
      fit: z.ZodDefault<z.ZodEnum<{
          "pad-zeros": "pad-zeros";
          "repeat-last": "repeat-last";
          exact: "exact";
          own: "own";
      }>>;
      links: z.ZodExactOptional<z.ZodBoolean>;
      normalise: z.ZodDefault<z.ZodEnum<{
          auto: "auto";
          none: "none";
          standard: "standard";
      }>>;
  }, z.core.$strict>;
  // mscoco
  const options: z.ZodObject<{
      root: z.ZodDefault<z.ZodString>;
      tables: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
      text: z.ZodDefault<z.ZodString>;
      shapes: z.ZodPrefault<z.ZodObject<{
          audio: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          video: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          text: z.ZodDefault<z.ZodArray<z.ZodInt>>;
      }, z.core.$strict>>;
  }, z.core.$strict>;
  // ucf-vggsound
  const options: z.ZodObject<{
      root: z.ZodDefault<z.ZodString>;
      ucf: z.ZodDefault<z.ZodString>;
      vggsound: z.ZodDefault<z.ZodString>;
      shapes: z.ZodPrefault<z.ZodObject<{
          audio: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          video: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          text: z.ZodDefault<z.ZodArray<z.ZodInt>>;
      }, z.core.$strict>>;
  }, z.core.$strict>;
  // vggsound-avel
  const options: z.ZodObject<{
      root: z.ZodDefault<z.ZodString>;
      subset: z.ZodDefault<z.ZodEnum<{
          "24k": "24k";
          "40k": "40k";
          "81k": "81k";
      }>>;
      text: z.ZodDefault<z.ZodString>;
      shapes: z.ZodPrefault<z.ZodObject<{
          audio: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          video: z.ZodDefault<z.ZodArray<z.ZodInt>>;
          text: z.ZodDefault<z.ZodArray<z.ZodInt>>;
      }, z.core.$strict>>;
  }, z.core.$strict>;
  export function overallDeviation({ mean, deviation }: Statistics): number;
  export function readFeaturesFile(file: string): Promise<FeaturesFile | undefined>;
  export function sameLabels(clipClasses: Int32Array, segmentClasses: Int32Array, modalities: readonly string[]): Labels;
  export function tableReader<Options extends {
      readonly root: string;
  }>(source: TableSource<Options>): DatasetReader<Options>;
  export const ucfVggsoundReader: DatasetReader<UcfVggsoundOptions>;
  export const vggsoundAvelReader: DatasetReader<VggsoundAvelOptions>;
  export function wholeClipLabels(classes: readonly number[], segments: number, modalities: readonly string[]): Labels;
}
