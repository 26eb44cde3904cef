/** A training loop of one's own, with the losses of `cmg pretrain`: node own-loop.mjs mine.yaml */
import { loadConfig } from '@cmg/config';
import { Random } from '@cmg/core';
import { createComponents, openDataset } from '@cmg/pipeline';
import { openBackend } from '@cmg/runtime';
import { BatchLoader, BatchPlan, buildModel, buildObjectives, createAdam, learningRate, startCodebook, StepMeter, TrainStep } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';

await openBackend('auto');
const { config, components } = await loadConfig(process.argv[2], createComponents());
const { training } = config;
const dataset = await openDataset(config.data, components);
const random = new Random(config.seed);
const model = buildModel(config, components, dataset);
const objectives = buildObjectives(config, components, model);
const optimizer = createAdam(objectives.parameters, training);
const plan = new BatchPlan(training, dataset, random);
const batches = new BatchLoader(dataset, training.split, model.modalities, plan);
const meter = new StepMeter(model.modalities, model.codebook.codeCount, training.batchSize, (step) => `step ${step}`);
const trainStep = new TrainStep(model, objectives, optimizer, random, meter, { compiled: false });
meter.start();
for (let step = 0; step < plan.totalSteps; step++) {
  meter.watch.start();
  const batch = await batches.load(step); // {audio: [B, T, F], video: [B, T, H, W, F], ...}
  if (!model.hasCodes) startCodebook(model, batch, random);
  const rate = learningRate(training, step, plan.epochOf(step));
  trainStep.run(batch, step, rate); // losses, gradients, optimiser, codebook
  tf.dispose(batch);
  const record = await meter.record({ step: step + 1, epoch: plan.epochOf(step) + 1, learningRate: rate });
  console.log(JSON.stringify({ step: record.step, total: record.total }));
}
await dataset.close();
