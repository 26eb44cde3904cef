/** A training loop of one's own, with the losses of `cmg pretrain`: node own-loop.mjs mine.yaml */
import { loadConfig } from '@cmg/config';
import { Random } from '@cmg/core';
import { createComponents, openDataset } from '@cmg/pipeline';
import { openBackend } from '@cmg/runtime';
import {
  BatchPlan,
  buildModel,
  buildObjectives,
  createAdam,
  learningRate,
  startCodebook,
  StepMeter,
  trainingBatches,
  TrainStep,
} from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';

await openBackend('auto');
const { config, components } = await loadConfig(process.argv[2], createComponents());
const { training } = config;
const dataset = await openDataset(config.data, components);
const random = new Random(config.seed);
const model = buildModel(config, components, dataset);
const plan = new BatchPlan(training, dataset, random);
const objectives = buildObjectives(config, components, model, plan.totalSteps);
const optimizer = createAdam(objectives.parameters, training);
const meter = new StepMeter(model.modalities, model.codebook.codeCount, training.batchSize, (step) => `step ${step}`);
const trainStep = new TrainStep(model, objectives, optimizer, random, meter, { compiled: false });
meter.start();
let step = 0;
// batch: {audio: [B, T, F], video: [B, T, H, W, F], ...}
for await (const batch of trainingBatches({ dataset, split: training.split, modalities: model.modalities, plan })) {
  if (!model.hasCodes) startCodebook(model, batch, random);
  const rate = learningRate(training, step, plan.epochOf(step), plan.totalSteps);
  trainStep.run(batch, step, rate); // losses, gradients, optimiser, codebook
  tf.dispose(batch);
  step += 1;
  const record = await meter.record({ step, epoch: plan.epochOf(step - 1) + 1, learningRate: rate });
  console.log(JSON.stringify({ step: record.step, total: record.total }));
}
await dataset.close();
