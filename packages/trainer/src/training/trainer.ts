import { setImmediate } from 'node:timers/promises';
import {
  CmgError,
  type CreateMainOptimizer,
  type Dataset,
  type InitOptions,
  type PerModality,
  Random,
  type RunConfig,
  type StepDone,
  type TrainingObserver,
  type TrainingOutcome,
  type TrainingStart,
  type TrainingRecord,
} from '@cmg/core';
import { ALONE, LeakWatch, type Replicas, shouldCompile } from '@cmg/runtime';
import * as tf from '@tensorflow/tfjs';
import { RunCheckpoints } from '../checkpoint/run-checkpoints.js';
import type { RunFolder } from '../checkpoint/run-folder.js';
import type { Optimizers } from '../checkpoint/run-state.js';
import { warmStart } from '../checkpoint/warm-start.js';
import { inject, injectable, injectAll } from '../injection.js';
import { StepMeter } from '../metrics/step-meter.js';
import type { RunObjectives } from '../model/build-objectives.js';
import type { Model } from '../model/model.js';
import {
  LEARNING_RATE,
  OPTIMIZER,
  REPLICAS,
  RUN_CONFIG,
  RUN_DATASET,
  RUN_FOLDER,
  RUN_MODEL,
  RUN_OBJECTIVES,
  type RunTrainer,
  TRAINING_OBSERVER,
} from '../tokens.js';
import { BestTerms } from '../validation/best-terms.js';
import { heldOutClips } from '../validation/held-out-clips.js';
import { Validator } from '../validation/validator.js';
import { Agreement } from './agreement.js';
import type { BatchPlan } from './batch-plan.js';
import type { LearningRate } from './learning-rate.js';
import { expectReadsPresent } from './expect-reads-present.js';
import { planOf } from './plan-of.js';
import { type ClipSource, presentOf } from './presence.js';
import { startCodebook } from './start-codebook.js';
import { TrainStep } from './train-step.js';
import { TrainingAdvice } from './training-advice.js';
import { trainingBatches } from './training-batches.js';
import { WeightAverage } from './weight-average.js';

/** What of the training since the last checkpoint is enough for another. */
export interface CheckpointEvery {
  /** Steps; default: any number. */
  readonly steps?: number;
  /** Default: 5. */
  readonly minutes?: number;
  /** Minutes where an epoch ends, which is the better place; default: 1, as writing may take longer than a short epoch. */
  readonly minutesAtEpoch?: number;
}

export interface TrainOptions {
  /** Go on from the folder's checkpoint, if there is one. Without it a folder with a checkpoint is refused. */
  readonly resume?: boolean;
  /** Aborted: the current step ends, its state is saved, and the run returns `interrupted`. */
  readonly signal?: AbortSignal;
  /** When there is a checkpoint, besides the end of the run and what `keep` of the config asks for. */
  readonly checkpointEvery?: CheckpointEvery;
}

/**
 * The pre-training loop. All randomness comes from the config's seed, the step and the epoch, so a run that was interrupted
 * and resumed gives the losses of one that was not, bit for bit on the same backend.
 */
@injectable()
export class Trainer implements RunTrainer {
  private readonly observers: readonly TrainingObserver[];
  private readonly agreement: Agreement;
  private readonly random: Random;
  private readonly plan: BatchPlan;
  private readonly optimizers: Optimizers;
  private readonly meter: StepMeter;
  private readonly trainStep: TrainStep;
  private readonly checkpoints: RunCheckpoints;
  private readonly validator: Validator | undefined;
  private readonly best: BestTerms;
  private readonly average: WeightAverage | undefined;
  private readonly leaks = {
    within: new LeakWatch('the training step (modalities, objectives, optimiser)', 3),
    between: new LeakWatch('training between two steps (observers, data set)', 10),
  };
  /** Tensors that the last step has left, those that wait to be read aside. */
  private left = Infinity;
  private advice: TrainingAdvice | undefined;
  /** Steps done at the last checkpoint, and when it was. */
  private saved = { step: 0, time: 0 };

  constructor(
    @inject(RUN_CONFIG) private readonly config: RunConfig,
    @inject(RUN_DATASET) private readonly dataset: Dataset,
    @inject(RUN_FOLDER) private readonly folder: RunFolder,
    @inject(RUN_MODEL) private readonly model: Model,
    @inject(RUN_OBJECTIVES) private readonly objectives: RunObjectives,
    @injectAll(TRAINING_OBSERVER, { isOptional: true }) observers: readonly TrainingObserver[],
    @inject(OPTIMIZER) createOptimizer: CreateMainOptimizer,
    @inject(LEARNING_RATE) private readonly learningRate: LearningRate,
    @inject(REPLICAS) private readonly replicas: Replicas = ALONE,
  ) {
    const { training } = config;
    this.observers = this.writes ? observers : [];
    this.agreement = new Agreement(replicas);
    this.random = new Random(config.seed);
    this.plan = planOf(config, dataset, model.training.participants);
    const main = createOptimizer(objectives.parameters, training);
    this.optimizers = new Map([['', main], ...objectives.optimizers]);
    this.meter = new StepMeter(model.training.participants, model.codebook.codeCount, this.plan.stepSize, (step) => this.describe(step));
    const compiled = shouldCompile(training.compile, this.plan.totalSteps);
    const batches = training.accumulate ?? 1;
    this.trainStep = new TrainStep(model, objectives, main, this.random, this.meter, { compiled, batches, replicas });
    const heldOut = heldOutClips(config, dataset);
    for (const split of [training.split, ...(heldOut ? [heldOut.split] : [])]) expectReadsPresent(dataset, split, model, objectives);
    this.validator = heldOut && new Validator(config, dataset, model, objectives, heldOut);
    const terms = watchedTerms(training);
    if (terms.length > 0 && this.validator === undefined) {
      throw new CmgError(`nothing tells '${terms[0]}': there are no clips to validate on`, {
        kind: 'usage',
        where: 'training.validation.split',
        hint: `Name a split that is not trained on; the data has: ${Object.keys(dataset.splits).join(', ')}.`,
      });
    }
    this.best = new BestTerms(terms);
    this.average = training.averageWeights && new WeightAverage(model.parameters, training.averageWeights.decay);
    this.checkpoints = new RunCheckpoints(config, dataset, folder, this.plan, model, this.optimizers, this.best, this.average);
  }

  /**
   * Trains to the last step.
   *
   * @throws CmgError where the folder holds another run, a loss is no longer finite, or a file cannot be written
   */
  async run(options: TrainOptions = {}): Promise<TrainingOutcome> {
    const { step: first, notes } = await this.begin(options.resume ?? false);
    let outcome: TrainingOutcome | 'failed' = 'failed';
    try {
      const start = this.startInfo(first);
      await this.notify((observer) => observer.onStart?.(start));
      this.advice = new TrainingAdvice(start);
      await this.note([...notes, ...this.advice.atStart()]);
      outcome = await this.loop(first, options);
      return outcome;
    } catch (error) {
      throw await this.replicas.explain(error);
    } finally {
      await this.notify((observer) => observer.onEnd?.(outcome));
    }
  }

  /** Frees the optimisers' moments, the averages of weights and the compiled step; the model is the caller's. */
  dispose(): void {
    this.trainStep.dispose();
    this.agreement.dispose();
    for (const optimizer of this.optimizers.values()) optimizer.dispose();
    this.average?.dispose();
    this.meter.dispose();
  }

  private async begin(resume: boolean): Promise<{ readonly step: number; readonly notes: readonly string[] }> {
    const exists = await this.folder.hasCheckpoint();
    if (exists && !resume) {
      throw new CmgError('holds a run already', {
        kind: 'usage',
        where: this.folder.path,
        hint: 'Resume it, or give the config another name.',
      });
    }
    const step = exists ? await this.checkpoints.restore(this.objectives.dependOnLength) : 0;
    const notes = exists ? [] : await this.startFrom(this.config.init);
    // What was restored may be other variables than those of a graph that was made before.
    this.trainStep.dispose();
    if (this.writes) await this.folder.create(this.config);
    this.saved = { step, time: performance.now() };
    this.meter.start();
    return { step, notes };
  }

  private async startFrom(init: InitOptions | undefined): Promise<string[]> {
    if (init === undefined) return [];
    const note = await warmStart(init, this.config, this.model, this.objectives);
    this.average?.restart();
    return [note];
  }

  private async loop(first: number, options: TrainOptions): Promise<TrainingOutcome> {
    const { config, plan } = this;
    const { totalSteps } = plan;
    const rows = (step: number) => this.ownRows(plan.rows(step));
    const batches = trainingBatches({ ...this.clipsOf(config.training.split), plan: { totalSteps, rows } }, first);
    try {
      for (let step = first; step < totalSteps; step++) {
        const [interrupted, stale] = await this.agreement.any(options.signal?.aborted ?? false, this.isStale);
        if (interrupted || stale) {
          if (step > this.saved.step) await this.save({ step, epoch: plan.epochOf(step - 1) + 1 });
          return interrupted ? 'interrupted' : await this.stopEarly();
        }
        if (step === first || plan.endsEpoch(step - 1)) await this.agreement.expectSame(this.model, step);
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

  /** One step: load its batches, train, free. */
  private async advance(step: number, batches: AsyncGenerator<PerModality<tf.Tensor>>): Promise<void> {
    this.leaks.between.add(this.meter.otherTensors - this.left);
    this.meter.watch.start();
    const { value: batch } = (await batches.next()) as IteratorYieldResult<PerModality<tf.Tensor>>;
    const present = presentOf(this.clipsOf(this.config.training.split), this.plan.rows(step));
    try {
      this.meter.watch.lap('data');
      if (!this.model.hasCodes)
        startCodebook(this.model, batch, this.random, present, { batches: this.config.training.accumulate ?? 1, replicas: this.replicas });
      const before = this.meter.otherTensors;
      this.trainStep.run(batch, step, this.rateOf(step), present);
      this.average?.follow(step);
      this.leaks.within.add(this.meter.otherTensors - before);
    } finally {
      tf.dispose([batch, present] as tf.TensorContainer);
    }
    this.left = this.meter.otherTensors;
  }

  private async afterStep(step: number, { checkpointEvery = {} }: TrainOptions): Promise<void> {
    const done: StepDone = { step: step + 1, epoch: this.plan.epochOf(step) + 1 };
    for (const observer of this.observers) observer.onStep?.(done);
    const endsEpoch = this.plan.endsEpoch(step);
    const { logEvery, validation, keep } = this.config.training;
    const validated = this.validator && (validation.every === undefined ? endsEpoch : done.step % validation.every === 0);
    let record: TrainingRecord | undefined;
    if (endsEpoch || validated || done.step % logEvery === 0) {
      record = await this.record(step, validated ?? false);
      await this.notify((observer) => observer.onRecord?.(record as TrainingRecord));
    }
    const best = keep.best !== undefined && this.best.get(keep.best)?.step === done.step;
    if (this.isLate(done.step, endsEpoch, checkpointEvery) || best || this.checkpoints.isDue(done.step)) await this.save(done);
    if (endsEpoch) await this.notify((observer) => observer.onEpoch?.(done));
    if (endsEpoch && record && this.advice) await this.note(this.advice.atEpoch(record));
  }

  /** Whether the run ends with this step, or has gone on for long enough without a checkpoint. */
  private isLate(step: number, endsEpoch: boolean, { steps = Infinity, minutes = 5, minutesAtEpoch = 1 }: CheckpointEvery): boolean {
    const since = (performance.now() - this.saved.time) / 60_000;
    const enough = endsEpoch ? Math.min(minutes, minutesAtEpoch) : minutes;
    return step === this.plan.totalSteps || step - this.saved.step >= steps || since >= enough;
  }

  private async record(step: number, validated: boolean): Promise<TrainingRecord> {
    const epoch = this.plan.epochOf(step) + 1;
    const record = await this.meter.record({ step: step + 1, epoch, learningRate: this.rateOf(step) });
    if (!validated || this.validator === undefined) return record;
    const { validator } = this;
    // What is kept is judged as it will be read.
    const validation = await (this.average?.during(() => validator.run()) ?? validator.run());
    this.best.add(validation, record.step);
    this.meter.start();
    return { ...record, validation };
  }

  private async note(notes: readonly string[]): Promise<void> {
    for (const note of notes) await this.notify((observer) => observer.onNote?.(note));
  }

  /** Of several processes the first writes, and tells observers; all compute the same. */
  private get writes(): boolean {
    return this.replicas.rank === 0;
  }

  /** This process's rows of each of a step's batches. */
  private ownRows(rows: Int32Array): Int32Array {
    const { rank, count } = this.replicas;
    const { batchSize } = this.config.training;
    const own = batchSize / count;
    return rows.filter((_, i) => Math.floor((i % batchSize) / own) === rank);
  }

  /** Whether the term of `earlyStop` has not improved for too long. */
  private get isStale(): boolean {
    const { earlyStop } = this.config.training;
    return earlyStop !== undefined && (this.best.get(earlyStop.by)?.since ?? 0) >= earlyStop.patience;
  }

  private async stopEarly(): Promise<TrainingOutcome> {
    const { by = '' } = this.config.training.earlyStop ?? {};
    const { value = NaN, step, since } = this.best.get(by) ?? {};
    await this.note([`stopped early: ${by} has not been better than ${value.toPrecision(3)}, of step ${step}, for ${since} validations`]);
    return 'finished';
  }

  /** A state is saved only when all losses that led to it are known to be finite. */
  private async save(done: StepDone): Promise<void> {
    await this.meter.check();
    if (this.writes) await this.checkpoints.save(done.step);
    this.saved = { step: done.step, time: performance.now() };
    await this.notify((observer) => observer.onCheckpoint?.(done, this.folder.checkpoint));
  }

  private async notify(tell: (observer: TrainingObserver) => void | Promise<void>): Promise<void> {
    for (const observer of this.observers) await tell(observer);
  }

  private clipsOf(split: string): ClipSource {
    return { dataset: this.dataset, split, modalities: this.model.training.participants };
  }

  private rateOf(step: number): number {
    return this.learningRate(this.config.training, step, this.plan.epochOf(step), this.plan.totalSteps);
  }

  private startInfo(step: number): TrainingStart {
    const { totalSteps, stepsPerEpoch, clips } = this.plan;
    const parameters = [...this.model.parameters.values()].reduce((sum, { size, trainable }) => (trainable ? sum + size : sum), 0);
    return { config: this.config, step, totalSteps, stepsPerEpoch, clips, parameters, codes: this.model.codebook.codeCount };
  }

  private describe(step: number): string {
    const clips = [...this.plan.rows(step)].join(', ');
    return `step ${step + 1}, epoch ${this.plan.epochOf(step) + 1}, clips ${clips} of '${this.config.training.split}'`;
  }
}

/** The terms of validation by which a run's checkpoints are chosen, or by which it is stopped. */
const watchedTerms = ({ keep, earlyStop }: RunConfig['training']): string[] => [
  ...new Set([keep.best, earlyStop?.by].filter((term) => term !== undefined)),
];
