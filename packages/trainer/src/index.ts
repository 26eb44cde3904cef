export { readCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint/checkpoint.js';
export { type CheckpointInfo, recordedConfig } from './checkpoint/checkpoint-info.js';
export { type ConfigComparison, configDifference } from './checkpoint/config-difference.js';
export { upgradeConfig } from './checkpoint/upgrade-config.js';
export { type CheckpointChoice, checkpointChoice, RunFolder } from './checkpoint/run-folder.js';
export { createAdam, createRunContainer, type RunSettings, STANDARD_OBSERVERS } from './create-run-container.js';
export { container } from './injection.js';
export { loadModel, type LoadedModel, modelOf } from './load-model.js';
export { StepMeter } from './metrics/step-meter.js';
export type { StopWatch } from './metrics/stop-watch.js';
export { buildModel } from './model/build-model.js';
export { buildObjectives, type RunObjective, type RunObjectives } from './model/build-objectives.js';
export { CodeEncoder } from './model/code-encoder.js';
export { dataShapes, type DataShapes } from './model/data-shapes.js';
export type { ModalityNetwork, SemanticParts } from './model/modality-network.js';
export { Model, type ModelTraining } from './model/model.js';
export { clockText } from './observers/clock-text.js';
export { MetricsFile, metricsFile } from './observers/metrics-file.js';
export { progress, ProgressBar, type ProgressOptions } from './observers/progress-bar.js';
export { ProgressLine, type ProgressStream } from './observers/progress-line.js';
export { tensorboard, TensorBoardFile } from './observers/tensorboard-file.js';
export { reconstruction, type ReconstructionOptions } from './reconstruction.js';
export { saveModel, type ModelOrigin } from './save-model.js';
export {
  LEARNING_RATE,
  OPTIMIZER,
  REPLICAS,
  RUN_COMPONENTS,
  RUN_CONFIG,
  RUN_DATASET,
  RUN_FOLDER,
  RUN_MODEL,
  RUN_OBJECTIVES,
  type RunTrainer,
  TRAINER,
  TRAINING_OBSERVER,
} from './tokens.js';
export { BatchPlan } from './training/batch-plan.js';
export { interruptOnSignals, type Interrupt, type SignalSource } from './training/interrupt-on-signals.js';
export { learningRate, type LearningRate } from './training/learning-rate.js';
export { startCodebook } from './training/start-codebook.js';
export { trainingBatches, type BatchSource } from './training/training-batches.js';
export { TrainStep, type TrainStepOptions } from './training/train-step.js';
export { type CheckpointEvery, Trainer, type TrainOptions } from './training/trainer.js';
