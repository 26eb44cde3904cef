export { inMemory, type ClipValues, type TaskValues } from './clip-values.js';
export { CmgError, type CmgErrorDetails, type CmgErrorKind } from './cmg-error.js';
export type { CodebookState } from './codebook-state.js';
export type { Component } from './component.js';
export type { Components } from './components.js';
export { configText } from './config-text.js';
export type { DataOrigin, DataReport, Finding, SplitSummary } from './data-report.js';
export type { Dataset, DatasetContext, DatasetReader, FeatureBlock, ImageBlock, Labels, Pictures } from './dataset.js';
export {
  describeSegments,
  type AudioFormat,
  type AudioMedia,
  type Extractor,
  type ExtractorSession,
  type Frames,
  type Media,
  type MediaFormat,
  type MediaKind,
  type MediaKinds,
  type TextFormat,
  type TextMedia,
  type VideoFormat,
  type VideoMedia,
} from './extractor.js';
export type { ForwardContext } from './forward-context.js';
export { hostValue, isRecording, recordHostValues, type HostValueRecorder } from './host-value.js';
export { configFromText, loadConfig } from './load-config.js';
export type {
  Decoder,
  FeatureSpec,
  FrontEnd,
  ModalityBuild,
  ModalityPlugin,
  SemanticEncoder,
  SpecificEncoder,
  SpecificFeatures,
} from './modality-plugin.js';
export type { Objective, ObjectiveBuild, ObjectiveFactory, Optimizer, Scalars, Terms } from './objective.js';
export { type Initializer, type ParameterMap, ParameterScope } from './parameter-scope.js';
export { configJsonSchema, configSchema, parseConfig, showConfig, type ConfigIssue, type ParsedConfig } from './parse-config.js';
export { decodeNpy, decodeNpyHeader, encodeNpy, encodeNpyHeader, npyHeaderLength, type NpyHeader } from './npy.js';
export { of, perModality, type PerModality } from './per-modality.js';
export { Random } from './random.js';
export { StepChance } from './step-chance.js';
export { Registry } from './registry.js';
export {
  codebookOptions,
  runConfigShape,
  trainingOptions,
  type CodebookOptions,
  type RunConfig,
  type TrainingOptions,
  type Use,
  type WeightedUse,
} from './run-config.js';
export type { Assignment, StepState } from './step-state.js';
export type {
  ClipEvent,
  Head,
  HeadBuild,
  Measures,
  PredictedEvent,
  Overlay,
  PredictionBatch,
  Task,
  TaskSource,
  Timeline,
} from './task.js';
export { DATASET, MODALITY, OBJECTIVE, TASK } from './tokens.js';
export {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
  type NamedArray,
  type NamedArrayData,
  type Safetensors,
} from './safetensors.js';
export { writeFileAtomic, type FileContent } from './write-file-atomic.js';
