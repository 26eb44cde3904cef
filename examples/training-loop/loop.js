/** Trains with Lion, keeps the epoch in which most held-out clips have the same code in both modalities, and ends when none is better. */
import { clipAgreement } from '@cmg/codebook';
import { loadConfig } from '@cmg/config';
import { Random } from '@cmg/core';
import { createComponents, openDataset } from '@cmg/pipeline';
import { openBackend } from '@cmg/runtime';
import {
  BatchPlan,
  buildModel,
  buildObjectives,
  learningRate,
  saveModel,
  startCodebook,
  StepMeter,
  trainingBatches,
  TrainStep,
} from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { createLion } from './lion.js';

const PATIENCE = 3; // epochs that are not better than the best so far

await openBackend('auto');
const { config, components } = await loadConfig('config.yaml', createComponents());
const { training } = config;
const dataset = await openDataset(config.data, components);
const random = new Random(config.seed);
const model = buildModel(config, components, dataset);
const objectives = buildObjectives(config, components, model);
const plan = new BatchPlan(training, dataset, random);
const meter = new StepMeter(model.modalities, model.codebook.codeCount, plan.stepSize, (step) => `step ${step}`);
const trainStep = new TrainStep(model, objectives, createLion(objectives.parameters), random, meter, { compiled: false });

let step = 0;
let best = { agreement: -1, epoch: 0 };
for await (const batch of trainingBatches({ dataset, split: training.split, modalities: model.modalities, plan })) {
  if (!model.hasCodes) startCodebook(model, batch, random);
  trainStep.run(batch, step, learningRate(training, step, plan.epochOf(step), plan.totalSteps));
  tf.dispose(batch);
  await meter.check(); // throws where a loss is not finite
  step += 1;
  if (!plan.endsEpoch(step - 1)) continue;
  const epoch = plan.epochOf(step - 1) + 1;
  const agreement = await heldOutAgreement();
  console.log(`epoch ${epoch}: ${(100 * agreement).toFixed(0)} % of held-out clips have the same code in both modalities`);
  if (agreement > best.agreement) {
    best = { agreement, epoch };
    await saveModel('runs/loop', model, { config, step, epoch, fingerprint: dataset.fingerprint });
  }
  if (epoch - best.epoch === PATIENCE) break;
}
await dataset.close();
console.log(`runs/loop: the codes of epoch ${best.epoch}`);

/** The share of validation clips whose most frequent code is the same in all modalities. */
async function heldOutAgreement() {
  const rows = Array.from({ length: dataset.splits.val }, (_, row) => row);
  const codes = {};
  for (const modality of model.modalities) {
    const { data, shape } = await dataset.read('val', modality, rows);
    const indices = tf.tidy(() => model.encode(modality, tf.tensor(data, shape)).indices);
    codes[modality] = await indices.data();
    indices.dispose();
  }
  return clipAgreement(codes, dataset.segments);
}
