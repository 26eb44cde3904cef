import { setImmediate } from 'node:timers/promises';
import {
  CmgError,
  type CreateMainOptimizer,
  type Dataset,
  type PerModality,
  Random,
  type RunConfig,
  type StepDone,
  type TrainingObserver,
  type TrainingOutcome,
  type TrainingStart,
} from '@cmg/core';
import { LeakWatch, shouldCompile } from '@cmg/runtime';
import * as tf from '@tensorflow/tfjs';
import { RunCheckpoints } from '../checkpoint/run-checkpoints.js';
import type { RunFolder } from '../checkpoint/run-folder.js';
import type { Optimizers } from '../checkpoint/run-state.js';
import { inject, injectable, injectAll } from '../injection.js';
import { StepMeter } from '../metrics/step-meter.js';
import type { RunObjectives } from '../model/build-objectives.js';
import type { Model } from '../model/model.js';
import {
  LEARNING_RATE,
  OPTIMIZER,
  RUN_CONFIG,
  RUN_DATASET,
  RUN_FOLDER,
  RUN_MODEL,
  RUN_OBJECTIVES,
  type RunTrainer,
  TRAINING_OBSERVER,
} from '../tokens.js';
import { BatchPlan } from './batch-plan.js';
import type { LearningRate } from './learning-rate.js';
import { startCodebook } from './start-codebook.js';
import { TrainStep } from './train-step.js';
import { trainingBatches } from './training-batches.js';

export interface TrainOptions {
  /** Go on from the folder's checkpoint, if there is one. Without it a folder with a checkpoint is refused. */
  readonly resume?: boolean;
  /** Aborted: the current step ends, its state is saved, and the run returns `interrupted`. */
  readonly signal?: AbortSignal;
  /** Checkpoints within an epoch, besides the one at its end; default: every 5 minutes. */
  readonly checkpointEvery?: { readonly steps?: number; readonly minutes?: number };
}

/**
 * The pre-training loop. All randomness comes from the config's seed, the step and the epoch, so a run that was interrupted
 * and resumed gives the losses of one that was not, bit for bit on the same backend.
 */
@injectable()
export class Trainer implements RunTrainer {
  private readonly random: Random;
  private readonly plan: BatchPlan;
  private readonly optimizers: Optimizers;
  private readonly meter: StepMeter;
  private readonly trainStep: TrainStep;
  private readonly checkpoints: RunCheckpoints;
  private readonly leaks = {
    within: new LeakWatch('the training step (modalities, objectives, optimiser)', 3),
    between: new LeakWatch('training between two steps (observers, data set)', 10),
  };
  /** Tensors that the last step has left, those that wait to be read aside. */
  private left = Infinity;
  /** Steps done at the last checkpoint, and when it was. */
  private saved = { step: 0, time: 0 };

  constructor(
    @inject(RUN_CONFIG) private readonly config: RunConfig,
    @inject(RUN_DATASET) private readonly dataset: Dataset,
    @inject(RUN_FOLDER) private readonly folder: RunFolder,
    @inject(RUN_MODEL) private readonly model: Model,
    @inject(RUN_OBJECTIVES) objectives: RunObjectives,
    @injectAll(TRAINING_OBSERVER, { isOptional: true }) private readonly observers: readonly TrainingObserver[],
    @inject(OPTIMIZER) createOptimizer: CreateMainOptimizer,
    @inject(LEARNING_RATE) private readonly learningRate: LearningRate,
  ) {
    const { training } = config;
    this.random = new Random(config.seed);
    this.plan = new BatchPlan(training, dataset, this.random);
    const main = createOptimizer(objectives.parameters, training);
    this.optimizers = new Map([['', main], ...objectives.optimizers]);
    this.meter = new StepMeter(model.modalities, model.codebook.codeCount, training.batchSize, (step) => this.describe(step));
    const compiled = shouldCompile(training.compile, this.plan.totalSteps);
    this.trainStep = new TrainStep(model, objectives, main, this.random, this.meter, { compiled });
    this.checkpoints = new RunCheckpoints(config, dataset, folder, this.plan, model, this.optimizers);
  }

  /**
   * Trains to the end of the last epoch.
   *
   * @throws CmgError where the folder holds another run, a loss is no longer finite, or a file cannot be written
   */
  async run(options: TrainOptions = {}): Promise<TrainingOutcome> {
    const first = await this.begin(options.resume ?? false);
    let outcome: TrainingOutcome | 'failed' = 'failed';
    try {
      await this.notify((observer) => observer.onStart?.(this.startInfo(first)));
      outcome = await this.loop(first, options);
      return outcome;
    } finally {
      await this.notify((observer) => observer.onEnd?.(outcome));
    }
  }

  /** Frees the optimisers' moments and the compiled step; the model is the caller's. */
  dispose(): void {
    this.trainStep.dispose();
    for (const optimizer of this.optimizers.values()) optimizer.dispose();
    this.meter.dispose();
  }

  private async begin(resume: boolean): Promise<number> {
    const exists = await this.folder.hasCheckpoint();
    if (exists && !resume) {
      throw new CmgError('holds a run already', {
        kind: 'usage',
        where: this.folder.path,
        hint: 'Resume it, or give the config another name.',
      });
    }
    const step = exists ? await this.checkpoints.restore() : 0;
    // What was restored may be other variables than those of a graph that was made before.
    this.trainStep.dispose();
    await this.folder.create(this.config);
    this.saved = { step, time: performance.now() };
    this.meter.start();
    return step;
  }

  private async loop(first: number, options: TrainOptions): Promise<TrainingOutcome> {
    const { config, dataset, model, plan } = this;
    const batches = trainingBatches({ dataset, split: config.training.split, modalities: model.modalities, plan }, first);
    try {
      for (let step = first; step < plan.totalSteps; step++) {
        if (options.signal?.aborted) return await this.interrupt(step);
        await this.advance(step, batches);
        await this.afterStep(step, options);
        await setImmediate();
      }
      return 'finished';
    } finally {
      // Waits for a read that is on its way, so that the data set can be closed.
      await batches.return(undefined);
    }
  }

  /** One batch: load, train, free. */
  private async advance(step: number, batches: AsyncGenerator<PerModality<tf.Tensor>>): Promise<void> {
    this.leaks.between.add(this.meter.otherTensors - this.left);
    this.meter.watch.start();
    const { value: batch } = (await batches.next()) as IteratorYieldResult<PerModality<tf.Tensor>>;
    try {
      this.meter.watch.lap('data');
      if (!this.model.hasCodes) startCodebook(this.model, batch, this.random);
      const before = this.meter.otherTensors;
      this.trainStep.run(batch, step, this.rateOf(step));
      this.leaks.within.add(this.meter.otherTensors - before);
    } finally {
      tf.dispose(batch);
    }
    this.left = this.meter.otherTensors;
  }

  private async afterStep(step: number, { checkpointEvery = {} }: TrainOptions): Promise<void> {
    const done: StepDone = { step: step + 1, epoch: this.plan.epochOf(step) + 1 };
    for (const observer of this.observers) observer.onStep?.(done);
    const endsEpoch = this.plan.endsEpoch(step);
    if (endsEpoch || done.step % this.config.training.logEvery === 0) {
      const record = await this.meter.record({ ...done, learningRate: this.rateOf(step) });
      await this.notify((observer) => observer.onRecord?.(record));
    }
    const { steps = Infinity, minutes = 5 } = checkpointEvery;
    const late = done.step - this.saved.step >= steps || performance.now() - this.saved.time >= minutes * 60_000;
    if (endsEpoch || late || this.checkpoints.isDue(done.step)) await this.save(done);
    if (endsEpoch) await this.notify((observer) => observer.onEpoch?.(done));
  }

  private async interrupt(step: number): Promise<TrainingOutcome> {
    if (step > this.saved.step) await this.save({ step, epoch: this.plan.epochOf(step - 1) + 1 });
    return 'interrupted';
  }

  /** A state is saved only when all losses that led to it are known to be finite. */
  private async save(done: StepDone): Promise<void> {
    await this.meter.check();
    await this.checkpoints.save(done.step);
    this.saved = { step: done.step, time: performance.now() };
    await this.notify((observer) => observer.onCheckpoint?.(done, this.folder.checkpoint));
  }

  private async notify(tell: (observer: TrainingObserver) => void | Promise<void>): Promise<void> {
    for (const observer of this.observers) await tell(observer);
  }

  private rateOf(step: number): number {
    return this.learningRate(this.config.training, step, this.plan.epochOf(step));
  }

  private startInfo(step: number): TrainingStart {
    const { totalSteps, stepsPerEpoch, clips } = this.plan;
    const parameters = [...this.model.parameters.values()].reduce((sum, { size }) => sum + size, 0);
    return { config: this.config, step, totalSteps, stepsPerEpoch, clips, parameters, codes: this.model.codebook.codeCount };
  }

  private describe(step: number): string {
    const clips = [...this.plan.rows(step)].join(', ');
    return `step ${step + 1}, epoch ${this.plan.epochOf(step) + 1}, clips ${clips} of '${this.config.training.split}'`;
  }
}
