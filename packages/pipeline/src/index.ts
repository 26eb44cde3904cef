export { createComponents } from './create-components.js';
export { checkData, type DataCheck } from './data/check-data.js';
export { type DataProgress, openDataset } from './data/open-dataset.js';
export type { EncodedPart } from './encoding/encode-rows.js';
export { encode, type EncodeOptions, encodeToFile } from './encoding/encode.js';
export { codeUse, type RunCodeUse } from './evaluation/code-use.js';
export { heldOut, type HeldOut } from './evaluation/held-out.js';
export { runCodes } from './evaluation/run-codes.js';
export { configuredTask } from './evaluation/configured-task.js';
export { evaluate, type EvaluateOptions } from './evaluation/evaluate.js';
export type { HeadStore } from './evaluation/head-store.js';
export type { EvaluatedRow, StudyRun } from './evaluation/evaluate-run.js';
export { extract, type ExtractMediaOptions } from './extraction/extract.js';
export { measureClips, type MeasuredClips } from './extraction/measure-clips.js';
export { loadExtractors } from './extraction/load-extractors.js';
export { loadExtractor } from './extraction/load-extractor.js';
export { parseExtractor } from './extraction/parse-extractor.js';
export { type FeatureFile, type Features, isFeatureFile, type RawMedia } from './features/feature-source.js';
export { openHead, type OpenHead, type OpenHeadOptions } from './heads/open-head.js';
export { type ClipPrediction, predict, type PredictOptions } from './heads/predict.js';
export { type Heard, listen, type Listener, type ListenOptions } from './listening/listen.js';
export { type ExportedRun, exportRun } from './official/export-run.js';
export { type ImportedRun, importRun, type ImportRunOptions } from './official/import-run.js';
export { pretrain, type Pretrained, type PretrainOptions } from './pretrain.js';
export { evaluateRuns, type EvaluateRunsOptions } from './report/evaluate-runs.js';
export { reportData, runtimeEnvironment } from './report/report-data.js';
export { readyMadeStudies } from './ready-made-configs.js';
export { checkModality, openRun, type OpenRunOptions, type Run } from './runs/open-run.js';
export { mediaFiles } from './segments/media-files.js';
export { describeIndex, indexClips, type IndexClipsOptions, type IndexSummary, removeClips } from './search/index-clips.js';
export { searchIndex, type SearchHit, type SearchIndexOptions, type SearchQuery, type SearchResult } from './search/search-index.js';
export { CellProcess, type CellProcessOptions, type ForkedProcess } from './study/cell-process.js';
export { type CellProgress, type CellWorker, WorkerUnavailable } from './study/cell-worker.js';
export { LocalWorker, type LocalWorkerOptions } from './study/local-worker.js';
export { measureTime, type MeasureTimeOptions } from './study/measure-time.js';
export { serveCells } from './study/serve-cells.js';
export type { CellResult, CellState, StudyCell, StudyCellRun, StudyRow } from './study/study-cell.js';
export {
  type CellEvent,
  type PlannedCell,
  planStudy,
  resultRows,
  study,
  type StudyEvent,
  type StudyFailure,
  type StudyOptions,
  type StudyResult,
  type StudyResultRow,
} from './study/study.js';
export { exportWeb, type ExportWebOptions, type WebExport } from './web/export-web.js';
