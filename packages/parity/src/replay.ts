import type { Components, NamedArray, PerModality, RunConfig } from '@cmg/core';
import { byOfficialName, exportCheckpoint, importCheckpoint, officialNames, type OfficialCheckpoint } from '@cmg/official';
import { buildModel, buildObjectives, StepMeter, TrainStep, type Model, type RunObjectives, type TrainingRecord } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { recordedConfig } from './recorded-config.js';
import { RecordedRandom } from './recorded-random.js';
import type { RecordedRun } from './recorded-run.js';
import { StepWatch, WatchedAdam, watchedObjectives, type SeenFeatures } from './step-watch.js';

/** What one step of ours made. */
export interface ReplayedStep {
  readonly numbers: TrainingRecord;
  readonly features: SeenFeatures;
  readonly logLikelihoods: PerModality<readonly number[]>;
  readonly clubNorms: PerModality<number>;
  /** Of the main optimiser, under their official names. */
  readonly gradients: OfficialCheckpoint;
  /** Parameters and codebook after the step, under their official names. */
  readonly after: OfficialCheckpoint;
  /** Factors of the losses, by objective. */
  readonly weights: Readonly<Record<string, number>>;
}

/**
 * Runs the recorded steps as a user's run would: the same model, objectives, training step and preset; the recorded sizes,
 * weights, inputs and draws.
 *
 * @throws CmgError where the recorded weights do not fit the model that the recorded sizes make
 */
export async function* replay(run: RecordedRun, preset: RunConfig, components: Components): AsyncGenerator<ReplayedStep> {
  const config = recordedConfig(preset, run);
  const model = buildModel(config, components, { segments: run.sizes.T, featureShapes: run.featureShapes });
  const objectives = buildObjectives(config, components, model);
  try {
    importCheckpoint(model, config, run.checkpoint('init'));
    yield* steps(run, config, model, objectives);
  } finally {
    for (const optimizer of objectives.optimizers.values()) optimizer.dispose();
    model.dispose();
  }
}

async function* steps(run: RecordedRun, config: RunConfig, model: Model, objectives: RunObjectives): AsyncGenerator<ReplayedStep> {
  const { sizes } = run;
  const { learningRate, clip } = config.training;
  let watch = new StepWatch();
  const optimizer = new WatchedAdam(objectives.parameters, { learningRate, clip }, () => watch);
  const meter = new StepMeter(model.modalities, sizes.codes, sizes.batch, (step) => `${run.file}: step ${step}`);
  const clubSteps = Math.max(...sizes.steps.flatMap(({ club_neg_loglik }) => Object.values(club_neg_loglik).map((values) => values.length)));
  const watched = watchedObjectives(objectives, model, clubSteps, () => watch);
  const trainStep = new TrainStep(model, watched, optimizer, RecordedRandom.of(run), meter);
  const names = officialNames(config);
  try {
    for (const { step } of sizes.steps) {
      watch = new StepWatch();
      const batch = Object.fromEntries(model.modalities.map((m) => [m, toTensor(run.tensor(`step${step}/input/${m}`))]));
      trainStep.run(batch, step, learningRate);
      tf.dispose(batch);
      const { features, logLikelihoods, clubNorms, gradients } = watch;
      yield {
        numbers: await meter.record({ step: step + 1, epoch: 1, learningRate }),
        features: features as SeenFeatures,
        logLikelihoods,
        clubNorms,
        gradients: await byOfficialName(gradients, names),
        after: await exportCheckpoint(model, config),
        weights: Object.fromEntries(config.objectives.map(({ use, weight }) => [use, weight])),
      };
      tf.dispose([...gradients.values()]);
    }
  } finally {
    optimizer.dispose();
    meter.dispose();
  }
}

const toTensor = ({ shape, data }: NamedArray): tf.Tensor => tf.tensor(Float32Array.from(data), [...shape]);
