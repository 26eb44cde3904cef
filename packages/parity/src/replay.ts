import type { Components, NdArray, RunConfig } from '@cmg/core';
import { byOfficialName, exportCheckpoint, importCheckpoint, type OfficialCheckpoint, officialNames } from '@cmg/official';
import { buildModel, buildObjectives, type Model, type RunObjectives, StepMeter, TrainStep } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { recordStep } from './record-step.js';
import { recordedConfig } from './recorded-config.js';
import { RecordedRandom } from './recorded-random.js';
import { RecordedRun } from './recorded-run.js';
import type { RecordedStep } from './recorded-sizes.js';
import { type SeenFeatures, StepWatch, WatchedAdam, watchedObjectives } from './step-watch.js';

/**
 * Runs the recorded steps as a user's run would: the same model, objectives, training step and preset; the recorded sizes,
 * weights, inputs and draws. The result is a record of the same form, in float32.
 *
 * @param preset the official preset
 * @throws CmgError if the recorded weights do not fit the model with the recorded sizes
 */
export async function replay(run: RecordedRun, preset: RunConfig, components: Components): Promise<RecordedRun> {
  const config = recordedConfig(preset, run);
  const model = buildModel(config, components, { segments: run.sizes.T, featureShapes: run.featureShapes });
  const objectives = buildObjectives(config, components, model);
  try {
    importCheckpoint(model, config, run.checkpoint('init'));
    return await runSteps(run, config, model, objectives);
  } finally {
    for (const optimizer of objectives.optimizers.values()) optimizer.dispose();
    model.dispose();
  }
}

async function runSteps(run: RecordedRun, config: RunConfig, model: Model, objectives: RunObjectives): Promise<RecordedRun> {
  const { sizes } = run;
  const { learningRate, clip } = config.training;
  let watch = new StepWatch();
  const optimizer = new WatchedAdam(objectives.parameters, { learningRate, clip }, () => watch);
  const meter = new StepMeter(model.modalities, sizes.codes, sizes.batch, (step) => `${run.file}: step ${step}`);
  const innerSteps = Math.max(
    ...sizes.steps.flatMap(({ club_neg_loglik }) => Object.values(club_neg_loglik).map((values) => values.length)),
  );
  const watched = watchedObjectives(objectives, model, innerSteps, () => watch);
  const trainStep = new TrainStep(model, watched, optimizer, RecordedRandom.of(run), meter, { compiled: false });
  const weights = Object.fromEntries(config.objectives.map(({ use, weight }) => [use, weight]));
  const steps: RecordedStep[] = [];
  const tensors = new Map<string, NdArray>();
  try {
    for (const { step, draws } of sizes.steps) {
      watch = new StepWatch();
      const batch = Object.fromEntries(model.modalities.map((m) => [m, toTensor(run.tensor(`step${step}/input/${m}`))]));
      trainStep.run(batch, step, learningRate);
      tf.dispose(batch);
      const numbers = await meter.record({ step: step + 1, epoch: 1, learningRate });
      const features = watch.features as SeenFeatures;
      const { logLikelihoods, clubNorms, gradients } = watch;
      steps.push(recordStep(sizes, { step, draws }, { numbers, weights, features, logLikelihoods, clubNorms }));
      keepFeatures(tensors, `step${step}`, features);
      if (step === 0) keepAll(tensors, 'step0/grad', await byOfficialName(gradients, officialNames(config)));
      tf.dispose([...gradients.values()]);
      const after = await exportCheckpoint(model, config);
      keepCodebook(tensors, `step${step}/codebook`, after);
      if (step === sizes.steps.length - 1) keepAll(tensors, 'final', after);
    }
  } finally {
    optimizer.dispose();
    meter.dispose();
  }
  return new RecordedRun(`replay of ${run.file}`, { ...sizes, steps }, tensors);
}

function keepFeatures(tensors: Map<string, NdArray>, prefix: string, { semantic, specific, quantized, clubView }: SeenFeatures): void {
  for (const [kind, values] of Object.entries({ semantic, specific, quantized, club_feature: clubView })) {
    for (const [m, array] of Object.entries(values)) tensors.set(`${prefix}/${kind}/${m}`, array);
  }
}

const BUFFERS = 'Cross_quantizer.';

function keepCodebook(tensors: Map<string, NdArray>, prefix: string, checkpoint: OfficialCheckpoint): void {
  for (const [name, array] of checkpoint.get('encoder') ?? []) {
    if (name.startsWith(BUFFERS)) tensors.set(`${prefix}/${name.slice(BUFFERS.length)}`, array);
  }
}

function keepAll(tensors: Map<string, NdArray>, prefix: string, checkpoint: OfficialCheckpoint): void {
  for (const [module, named] of checkpoint) {
    for (const [name, array] of named) tensors.set(`${prefix}/${module}/${name}`, array);
  }
}

const toTensor = ({ shape, data }: NdArray): tf.Tensor => tf.tensor(Float32Array.from(data), [...shape]);
