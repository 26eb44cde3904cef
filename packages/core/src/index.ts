export { inMemory, type ClipValues } from './clip-values.js';
export { CmgError, type CmgErrorDetails, type CmgErrorKind } from './cmg-error.js';
export type { CodeUse } from './code-use.js';
export type {
  CodeAssignment,
  Codebook,
  CodebookBuild,
  CodebookFactory,
  EmaOptions,
  Encoding,
  OptionMistake,
  Quantized,
  ResetOptions,
} from './codebook.js';
export type { CodebookState } from './codebook-state.js';
export {
  componentOrigin,
  type ComponentConfig,
  type ComponentOrigin,
  type EncoderContext,
  type ModalityConfig,
  type ObjectiveConfig,
} from './component-config.js';
export type { Component } from './component.js';
export type { Components } from './components.js';
export type { DataOrigin, DataReport, Finding, SplitSummary } from './data-report.js';
export type { Dataset, DatasetContext, DatasetReader, Labels, Pictures, SegmentMedia } from './dataset.js';
export { labelsIfAny } from './labels-if-any.js';
export { presence } from './presence.js';
export {
  describeSegments,
  MEDIA_KINDS,
  type AudioFormat,
  type AudioMedia,
  type Extractor,
  type ExtractorSession,
  type FileFormat,
  type FileMedia,
  type Frames,
  type Media,
  type MediaFormat,
  type MediaKind,
  type MediaKinds,
  type PortableExtractor,
  type TextFormat,
  type TextMedia,
  type VideoFormat,
  type VideoMedia,
} from './extractor.js';
export { checkComponent, COMPONENT_NAME } from './define/check-component.js';
export { RESERVED_OPTIONS } from './define/options-faults.js';
export { type ComponentKind, type ComponentKinds, KIND_NAMES, kindOf } from './define/component-kind.js';
export {
  defineCodebook,
  defineDatasetReader,
  defineExtractor,
  defineModality,
  defineObjective,
  defineObserver,
  defineTask,
  type Defined,
} from './define/define-component.js';
export type { ForwardContext } from './forward-context.js';
export { hostValue, isRecording, recordHostValues, type HostValueRecorder } from './host-value.js';
export type { CreateMainOptimizer, MainOptimizer, OptimizerState } from './main-optimizer.js';
export { expectTwoModalities, pairsOf } from './modality-pairs.js';
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
export type { NdArray, NumberData } from './nd-array.js';
export type { MomentumTeacher, Objective, ObjectiveBuild, ObjectiveFactory, Optimizer, Scalars, Terms } from './objective.js';
export { parseOptions, type WithOptions } from './parse-options.js';
export { type Initializer, type ParameterCheck, type ParameterMap, ParameterScope, type TensorFactory } from './parameter-scope.js';
export { mapPaths, pathOption } from './path-option.js';
export { forModality, perModality, type PerModality } from './per-modality.js';
export { Random } from './random.js';
export { readAhead } from './read-ahead.js';
export { Registry } from './registry.js';
export type { InitOptions, RunConfig, TrainingOptions } from './run-config.js';
export { schemaDef, type SchemaDef } from './schema-def.js';
export { recordScalars } from './record-scalars.js';
export { shownLines, shownText } from './shown-text.js';
export { RowsRandom } from './rows-random.js';
export { StepRandom } from './step-random.js';
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
  TrainingBatch,
} from './task.js';
export type { ObserverBuild, ObserverFactory, StepDone, TrainingObserver, TrainingOutcome, TrainingStart } from './training-observer.js';
export type { StepNumbers, StepTimings, TrainingRecord, ValidationRecord } from './training-record.js';
