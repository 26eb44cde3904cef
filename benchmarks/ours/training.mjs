/** @import { TrainingCase } from '../types.ts' */
import { createComponents } from '@cmg/pipeline';
import { parseConfig } from '@cmg/config';
import { Random } from '@cmg/core';
import { Adam } from '@cmg/nn';
import { buildModel, buildObjectives, StepMeter, TrainStep } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { officialConfig } from './official-config.mjs';

/** A case that trains, built as `cmg pretrain` builds a run. */
export class Training {
  #done = 0;
  #batch;
  #step;
  #meter;
  #config;

  /** @param {TrainingCase} benchmark */
  constructor(benchmark) {
    const components = createComponents();
    const { config, issues } = parseConfig(officialConfig(benchmark), components);
    if (config === undefined) throw new Error(`the config of ${benchmark.name}: ${JSON.stringify(issues)}`);
    const { batch, segments, modalities, codes } = benchmark;
    const featureShapes = Object.fromEntries(Object.entries(modalities).map(([m, { features }]) => [m, features]));
    const model = buildModel(config, components, { segments, featureShapes });
    const objectives = buildObjectives(config, components, model);
    const random = new Random(config.seed);
    model.setCodebookState(model.codebook.start(random, () => ({})));
    const optimizer = new Adam(objectives.parameters, { learningRate: config.training.learningRate, clip: config.training.clip });
    this.#config = config;
    this.#meter = new StepMeter(model.modalities, codes, batch, (step) => `step ${step}`);
    this.#step = new TrainStep(model, objectives, optimizer, random, this.#meter, { compiled: true });
    this.#batch = Object.fromEntries(Object.entries(featureShapes).map(([m, shape]) => [m, tf.randomNormal([batch, segments, ...shape])]));
    this.parameters = [...model.parameters.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** @param {number} steps */
  async run(steps) {
    const { learningRate, logEvery } = this.#config.training;
    for (let i = 0; i < steps; i++) {
      this.#step.run(this.#batch, this.#done++, learningRate);
      if (this.#done % logEvery === 0) await this.#meter.record({ step: this.#done, epoch: 1, learningRate });
    }
  }
}
