export { describeComponent } from './describe-component.js';
export { describeExtractor, type ExtractorCase } from './describe-extractor.js';
export { describeModalityPlugin, type ModalityPluginCase } from './describe-modality-plugin.js';
export { describeObjective, type ObjectiveCase } from './describe-objective.js';
export { describeTask, type TaskCase } from './describe-task.js';
export { sampleDataset } from './sample-dataset.js';
export { samplePictures } from './sample-pictures.js';
export {
  SAMPLE_SIZES,
  sampleCodebook,
  sampleFeatures,
  sampleStep,
  type SampleFeatures,
  type SampleSizes,
} from './sample-step.js';
