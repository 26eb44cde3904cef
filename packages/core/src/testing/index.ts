export { type Check, type CheckResult, runChecks } from './check.js';
export { codebookChecks, describeCodebook, type CodebookCase } from './codebook-checks.js';
export type { Compile } from './compiled-check.js';
export { datasetReaderChecks, describeDatasetReader, type DatasetReaderCase } from './dataset-reader-checks.js';
export { describeExtractor, extractorChecks, type ExtractorCase } from './extractor-checks.js';
export { describeModalityPlugin, modalityChecks, type ModalityPluginCase } from './modality-checks.js';
export { describeObjective, objectiveChecks, type ObjectiveCase } from './objective-checks.js';
export { describeObserver, observerChecks, type ObserverCase } from './observer-checks.js';
export { sampleCodebook, sampleCodebookState, type SampleState } from './sample-codebook.js';
export { sampleDataset } from './sample-dataset.js';
export { samplePictures } from './sample-pictures.js';
export {
  SAMPLE_SIZES,
  sampleFeatures,
  sampleStep,
  type SampleFeatures,
  type SampleSizes,
} from './sample-step.js';
export { describeTask, taskChecks, type TaskCase } from './task-checks.js';
export type { TestRunner } from './test-runner.js';
