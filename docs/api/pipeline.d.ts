declare module '@cmg/pipeline' {
  export type CellEvent = {
      readonly cell: StudyCell;
  } & ({
      readonly kind: 'started';
  } | {
      readonly kind: 'progress';
      readonly stage: string;
      readonly done: number;
  } | {
      readonly kind: 'finished';
      readonly run: StudyCellRun;
  } | {
      readonly kind: 'failed';
      readonly error: Error;
  });
  export class CellProcess implements CellWorker {
      constructor(options: CellProcessOptions);
      run(cell: StudyCell, signal: AbortSignal, onProgress: CellProgress): Promise<TrainingOutcome>;
      close(): Promise<void>;
  }
  export interface CellProcessOptions {
      readonly spawn: () => ForkedProcess;
      readonly onReady?: (runtime: RuntimeReport) => void;
      readonly onDataProgress?: DataProgress;
  }
  export type CellProgress = (stage: string, done: number) => void;
  export type CellResult = Omit<StudyCellRun, 'folder' | 'metrics' | 'segments'>;
  export type CellState = {
      readonly kind: 'new';
  } | {
      readonly kind: 'unfinished';
  } | {
      readonly kind: 'finished';
      readonly result: CellResult;
  } | {
      readonly kind: 'changed';
      readonly differences: readonly string[];
  };
  export interface CellWorker {
      run(cell: StudyCell, signal: AbortSignal, onProgress: CellProgress): Promise<TrainingOutcome>;
      close(): Promise<void>;
  }
  export interface ClipPrediction {
      readonly clip: string | number;
      readonly events: readonly PredictedEvent[];
  }
  export interface DataCheck {
      readonly report: DataReport;
      readonly origin?: DataOrigin;
      readonly missing: Readonly<Record<string, string>>;
  }
  export type DataProgress = (reader: string, what: string, done: number) => void;
  export interface EncodeOptions {
      readonly part?: EncodedPart;
      readonly signal?: AbortSignal;
      readonly onProgress?: (done: number, total: number) => void;
      readonly onNote?: (note: string) => void;
      readonly onLeftOut?: OnLeftOut;
  }
  // encode
  interface EncodeToFileOptions extends EncodeOptions {
      readonly out: string;
      readonly share?: Share;
  }
  export type EncodedPart = keyof SegmentEncoding;
  export interface EvaluateOptions {
      readonly tasks?: readonly ComponentConfig[];
      readonly from?: readonly string[];
      readonly to?: readonly string[];
      readonly seeds?: readonly number[];
      readonly save?: HeadStore;
      readonly dataset?: Dataset;
      readonly signal?: AbortSignal;
      readonly onProgress?: (what: string, done: number) => void;
  }
  export interface EvaluateRunsOptions extends OpenRunOptions {
      readonly signal?: AbortSignal;
  }
  export interface EvaluatedRow {
      readonly label: string;
      readonly config: RunConfig;
      readonly runs: readonly StudyRun[];
  }
  export interface ExportWebOptions extends OpenRunOptions {
      readonly out: string;
      readonly heads?: readonly string[];
      readonly index?: string;
      readonly float16?: boolean;
      readonly shardBytes?: number;
  }
  export interface ExportedRun {
      readonly modules: readonly string[];
      readonly tensors: number;
  }
  export interface ExtractMediaOptions {
      readonly manifest: string;
      readonly folder: string;
      readonly components?: Components;
      readonly modalities?: readonly string[];
      readonly extractors?: ReadonlyMap<string, WantedExtractor>;
      readonly segments?: number;
      readonly length?: Length;
      readonly partial?: boolean;
      readonly jobs?: number;
      readonly share?: Share;
      readonly signal?: AbortSignal;
      readonly onClip?: (done: ExtractProgress, total: number) => void;
      readonly onNote?: (text: string) => void;
  }
  export interface FeatureFile {
      readonly file: string;
      readonly key?: string;
  }
  export type Features = string | FeatureFile | RawMedia | NdArray;
  export interface ForkedProcess {
      readonly stderr: {
          on(event: 'data', listener: (text: unknown) => void): unknown;
      } | null;
      send(message: object): unknown;
      disconnect(): void;
      on(event: 'message', listener: (message: FromCellProcess) => void): unknown;
      on(event: 'error', listener: (error: Error) => void): unknown;
      on(event: 'exit' | 'close', listener: (code: number | null, signal: string | null) => void): unknown;
      off(event: 'message', listener: (message: FromCellProcess) => void): unknown;
      off(event: 'close', listener: (code: number | null, signal: string | null) => void): unknown;
  }
  // cell-messages
  type FromCellProcess = {
      readonly kind: 'ready';
      readonly runtime: RuntimeReport;
  } | {
      readonly kind: 'data';
      readonly reader: string;
      readonly what: string;
      readonly done: number;
  } | {
      readonly kind: 'progress';
      readonly stage: string;
      readonly done: number;
  } | {
      readonly kind: 'done';
      readonly outcome: TrainingOutcome;
  } | {
      readonly kind: 'failed';
      readonly message: string;
  };
  export interface HeadStore {
      readonly directory: string;
      readonly onSaved?: (folder: string) => void;
  }
  export interface Heard {
      readonly second: number;
      readonly codes: readonly number[];
      readonly events: readonly PredictedEvent[];
      readonly milliseconds: number;
  }
  export interface HeldOut {
      readonly modality: string;
      readonly split: string;
  }
  export interface ImportRunOptions {
      readonly file: string;
      readonly folder: string;
      readonly preset: RunConfig;
      readonly segments: number;
      readonly components: Components;
  }
  export interface ImportedRun {
      readonly config: RunConfig;
      readonly codes: number;
      readonly featureShapes: PerModality<readonly number[]>;
      readonly unused: ReadonlyMap<string, string>;
  }
  export interface IndexClipsOptions {
      readonly index: string;
      readonly modalities: readonly string[];
      readonly clips: {
          readonly features: Features;
      } | {
          readonly split: string;
      };
      readonly share?: Share;
      readonly head?: string;
      readonly signal?: AbortSignal;
      readonly onProgress?: (done: number, total: number) => void;
      readonly onNote?: (note: string) => void;
      readonly onLeftOut?: (modality: string, ...failed: Parameters<OnLeftOut>) => void;
      readonly onBatch?: (modality: string, clips: number) => void;
  }
  export interface IndexSummary {
      readonly size: number;
      readonly width: number;
      readonly modalities: Readonly<Record<string, number>>;
      readonly about: Readonly<Record<string, string>>;
  }
  export interface ListenOptions {
      readonly modality?: string;
      readonly signal?: AbortSignal;
  }
  export type Listener = OpenHead | {
      readonly run: Run;
  };
  export class LocalWorker implements CellWorker {
      constructor(options?: LocalWorkerOptions);
      run(cell: StudyCell, signal: AbortSignal, onProgress: CellProgress): Promise<TrainingOutcome>;
      close(): Promise<void>;
  }
  export interface LocalWorkerOptions {
      readonly components?: Components;
      readonly standardObservers?: readonly ObserverFactory[];
      readonly onDataProgress?: DataProgress;
      readonly environment?: Readonly<Record<string, string>>;
  }
  export interface MeasureTimeOptions extends Pick<PretrainOptions, 'components' | 'dataset' | 'onDataProgress'> {
      readonly seconds?: number;
      readonly signal?: AbortSignal;
  }
  export interface MeasuredClips {
      readonly modalities: PerModality<{
          readonly extractor: string;
          readonly featureShape: readonly number[];
      }>;
      readonly segments: number;
      readonly secondsPerClip: number;
  }
  // left-out
  type OnLeftOut = (clip: string, error: CmgError) => void;
  export interface OpenHead {
      readonly description: HeadDescription;
      readonly run: Run;
      readonly head: RestoredHead['head'];
      readonly reads: RestoredHead['reads'];
      dispose(): void;
  }
  export interface OpenHeadOptions extends OpenRunOptions {
      readonly run?: string;
  }
  export interface OpenRunOptions {
      readonly components?: Components;
      readonly plugins?: readonly string[];
      readonly tasks?: readonly ComponentConfig[];
      readonly objectives?: boolean;
      readonly step?: CheckpointChoice | undefined;
      readonly onDataProgress?: DataProgress;
  }
  export interface PlannedCell {
      readonly cell: StudyCell;
      readonly state: CellState;
  }
  export interface PredictOptions {
      readonly signal?: AbortSignal;
      readonly onProgress?: (done: number, total: number) => void;
      readonly onNote?: (note: string) => void;
      readonly onLeftOut?: OnLeftOut;
  }
  export interface PretrainOptions {
      readonly components: Components;
      readonly folder: string;
      readonly resume?: boolean;
      readonly signal?: AbortSignal;
      readonly standardObservers?: readonly ObserverFactory[];
      readonly observers?: readonly TrainingObserver[];
      readonly container?: DependencyContainer;
      readonly replicas?: Replicas;
      readonly dataset?: Dataset;
      readonly onDataProgress?: DataProgress;
  }
  export interface Pretrained {
      readonly outcome: TrainingOutcome;
      readonly folder: string;
  }
  export interface RawMedia {
      readonly media: string;
  }
  export interface Run {
      readonly folder: string;
      readonly config: RunConfig;
      readonly components: Components;
      readonly modalities: readonly string[];
      readonly model: Model;
      readonly checkpoint: string;
      readonly step?: CheckpointChoice;
      readonly trained: {
          readonly step: number;
          readonly epoch: number;
      };
      openDataset(): Promise<Dataset>;
      dispose(): void;
  }
  export interface RunCodeUse {
      readonly codes: SplitCodeUse;
      readonly embedding: number[][];
  }
  export interface SearchHit {
      readonly id: string;
      readonly modality: string;
      readonly score: number;
  }
  export interface SearchIndexOptions extends OpenRunOptions {
      readonly among?: readonly string[];
      readonly top?: number;
      readonly run?: string;
      readonly onNote?: (note: string) => void;
  }
  export type SearchQuery = ({
      readonly modality: string;
  } & RawMedia) | {
      readonly modality: string;
      readonly features: Features;
  } | {
      readonly like: string;
  };
  export interface SearchResult {
      readonly hits: readonly SearchHit[];
      readonly milliseconds: number;
  }
  export interface StudyCell {
      readonly row: StudyRow;
      readonly seed: number;
      readonly config: RunConfig;
      readonly folder: string;
  }
  export interface StudyCellRun extends StudyRun {
      readonly tasks: RunConfig['tasks'];
      readonly evaluations?: readonly TriedOn[];
      readonly evaluationSeconds: number;
      readonly environment: Readonly<Record<string, string>>;
  }
  export type StudyEvent = {
      readonly kind: 'planned';
      readonly cells: number;
      readonly finished: number;
  } | CellEvent;
  export interface StudyFailure {
      readonly label: string;
      readonly seed: number;
      readonly error: Error;
  }
  export interface StudyOptions extends LocalWorkerOptions {
      readonly seeds: readonly number[];
      readonly folder: string;
      readonly fresh?: boolean;
      readonly signal?: AbortSignal;
      readonly workers?: readonly CellWorker[];
      readonly share?: Share;
      readonly onEvent?: (event: StudyEvent) => void;
  }
  export interface StudyResult {
      readonly outcome: SharedOutcome;
      readonly rows: readonly StudyResultRow[];
      readonly failures: readonly StudyFailure[];
  }
  export interface StudyResultRow extends EvaluatedRow {
      readonly runs: readonly StudyCellRun[];
  }
  export interface StudyRow {
      readonly label: string;
      readonly config: RunConfig;
      readonly evaluations?: readonly RunConfig[];
  }
  export interface StudyRun extends ReportSeed {
      readonly folder: string;
      readonly probes: readonly ReportProbe[];
      readonly metrics: readonly TrainingRecord[];
  }
  // study-cell
  type TriedOn = Pick<RunConfig, 'name' | 'data' | 'tasks'>;
  export interface WebExport {
      readonly modalities: readonly string[];
      readonly heads: readonly string[];
      readonly clips: number;
      readonly notes: readonly string[];
      readonly files: number;
      readonly bytes: number;
  }
  export class WorkerUnavailable extends CmgError {
  }
  export function checkData({ use, options }: ComponentConfig, { datasets, modalities }: Pick<Components, 'datasets' | 'modalities'>, onProgress?: DataProgress): Promise<DataCheck>;
  export function checkModality({ modalities }: Pick<Run, 'modalities'>, modality: string): void;
  export function codeUse(run: Run, dataset: Dataset, options?: unknown): Promise<RunCodeUse>;
  export function configuredTask({ tasks }: Pick<Components, 'tasks'>, name: string, configured: readonly ComponentConfig[], more?: Readonly<Record<string, unknown>>): ComponentConfig;
  export function createComponents(): Components;
  export function describeIndex(folder: string): Promise<IndexSummary>;
  export function encode(run: Run, modality: string, features: Features, options?: EncodeOptions): Promise<NdArray>;
  export function encodeToFile(run: Run, modality: string, features: Features, { out, share, ...options }: EncodeToFileOptions): Promise<readonly number[] | undefined>;
  export function evaluate(run: Run, options?: EvaluateOptions): Promise<TransferResult[]>;
  export function evaluateRuns(folders: readonly string[], options?: EvaluateRunsOptions): Promise<EvaluatedRow[]>;
  export function exportRun(folder: string, out: string, options?: OpenRunOptions): Promise<ExportedRun>;
  export function exportWeb(folder: string, options: ExportWebOptions): Promise<WebExport>;
  export function extract(options: ExtractMediaOptions): Promise<ExtractResult>;
  export function heldOut(cache: Pick<CodeCache, 'encoder' | 'dataset'>, options?: unknown): HeldOut[];
  export function importRun({ file, folder, preset, segments, components }: ImportRunOptions): Promise<ImportedRun>;
  export function indexClips(run: Run, options: IndexClipsOptions): Promise<SharedOutcome>;
  export const isFeatureFile: (file: string) => boolean;
  export function listen(listener: Listener, source: LiveSource, options?: ListenOptions): AsyncGenerator<Heard>;
  export const loadExtractor: LoadExtractor;
  export function loadExtractors(file: string): Promise<Map<string, WantedExtractor>>;
  export function measureClips(options: Pick<ExtractMediaOptions, 'manifest' | 'components' | 'modalities' | 'extractors' | 'signal' | 'onNote'>): Promise<MeasuredClips>;
  export function measureTime(config: RunConfig, { seconds, signal, ...options }: MeasureTimeOptions): Promise<number>;
  export function mediaFiles(media: Exclude<SegmentMedia, {
      kind: 'words';
  }>): Exclude<ReportMedia, {
      kind: 'words';
  }>;
  export function openDataset({ use, options }: ComponentConfig, { datasets }: Pick<Components, 'datasets'>, onProgress?: DataProgress): Promise<Dataset>;
  export function openHead(folder: string, options?: OpenHeadOptions): Promise<OpenHead>;
  export function openRun(folder: string, options?: OpenRunOptions): Promise<Run>;
  export function parseExtractor(text: string): [
      modality: string,
      wanted: WantedExtractor
  ];
  export function planStudy(rows: readonly StudyRow[], { seeds, folder, fresh }: Pick<StudyOptions, 'seeds' | 'folder' | 'fresh'>): Promise<PlannedCell[]>;
  export function predict({ run, head, reads, description }: OpenHead, modality: string, features: Features, options?: PredictOptions): Promise<ClipPrediction[]>;
  export function pretrain(config: RunConfig, options: PretrainOptions): Promise<Pretrained>;
  export const readyMadeStudies: () => ReadonlyMap<string, string>;
  export function removeClips(folder: string, ids: readonly string[], modalities?: readonly string[]): Promise<void>;
  export function reportData(rows: readonly EvaluatedRow[], about: Pick<ReportData, 'title' | 'summary' | 'environment' | 'command' | 'reference' | 'published' | 'findings'>): ReportData;
  export function resultRows(rows: readonly StudyRow[], { seeds, folder }: Pick<StudyOptions, 'seeds' | 'folder'>): Promise<StudyResultRow[]>;
  export function runCodes({ model, checkpoint }: Pick<Run, 'model' | 'checkpoint'>, dataset: Dataset): Promise<CodeCache>;
  export function runtimeEnvironment({ backend, threads, versions }: RuntimeReport): ReportData['environment'];
  export function searchIndex(folder: string, query: SearchQuery, options?: SearchIndexOptions): Promise<SearchResult>;
  export function serveCells(runtime: RuntimeReport): Promise<never>;
  export function study(rows: readonly StudyRow[], options: StudyOptions): Promise<StudyResult>;
}
