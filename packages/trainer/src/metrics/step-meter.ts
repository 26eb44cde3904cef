import { CmgError, type PerModality, type StepNumbers, type StepTimings, type TrainingRecord } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { CodeTally } from './code-tally.js';
import { StepScalars } from './step-scalars.js';
import { StopWatch } from './stop-watch.js';

/** A number that is not finite, where it stood first. */
function firstNonFinite({ total, losses, gradientNorms }: StepNumbers): string | undefined {
  const named = (what: string, values: Readonly<Record<string, number>>) =>
    Object.entries(values).map(([name, value]) => [`${what} '${name}'`, value] as const);
  const all = [...named('loss', losses), ['the total loss', total] as const, ...named('the gradient of module', gradientNorms)];
  const found = all.find(([, value]) => !Number.isFinite(value));
  return found && `${found[0]} is ${found[1]}`;
}

/** Gathers what a step measures without waiting for the device, and reads it when asked. */
export class StepMeter {
  readonly watch = new StopWatch<keyof StepTimings>();
  private readonly scalars = new StepScalars();
  private readonly codes: CodeTally;
  private steps = 0;
  private since = performance.now();
  private latest: StepNumbers | undefined;

  /** @param describe where a step (from 0) stands, for messages: its number, epoch and clips */
  constructor(
    modalities: readonly string[],
    codebookSize: number,
    /** Clips of a step. */
    private readonly stepSize: number,
    private readonly describe: (step: number) => string,
  ) {
    this.codes = new CodeTally(modalities, codebookSize);
  }

  /** Forgets the time that has gone by: training starts now. */
  start(): void {
    this.since = performance.now();
  }

  /** Tensors in memory but those that wait here for being read. */
  get otherTensors(): number {
    return tf.memory().numTensors - this.scalars.tensors - this.codes.tensors;
  }

  /** @param indices of codes, int32 [B, T, L] each */
  add(step: number, scalars: StepNumbers<tf.Scalar>, indices: PerModality<tf.Tensor3D>): void {
    this.scalars.add(step, scalars);
    this.codes.add(indices);
    this.steps += 1;
  }

  /**
   * Reads the numbers of all steps since the last check.
   *
   * @throws CmgError that names the first loss or gradient that is NaN or infinite, and its step, epoch and clips
   */
  async check(): Promise<void> {
    for (const { step, numbers } of await this.scalars.read()) {
      const problem = firstNonFinite(numbers);
      if (problem !== undefined) {
        throw new CmgError(`${problem}; training has stopped`, {
          where: this.describe(step),
          hint: 'Look at these clips, or lower training.learningRate. The last checkpoint is as it was.',
        });
      }
      this.latest = numbers;
    }
  }

  /** The record of the step that was added last. */
  async record(at: Pick<TrainingRecord, 'step' | 'epoch' | 'learningRate'>): Promise<TrainingRecord> {
    await this.check();
    const codes = await this.codes.read();
    const seconds = (performance.now() - this.since) / 1000;
    const spent = this.watch.take();
    const mean = (phase: keyof StepTimings) => (spent.get(phase) ?? 0) / this.steps;
    const record: TrainingRecord = {
      ...at,
      ...(this.latest as StepNumbers),
      codes,
      clipsPerSecond: (this.steps * this.stepSize) / seconds,
      timings: { data: mean('data'), passes: mean('passes'), optimizer: mean('optimizer') },
    };
    this.steps = 0;
    this.start();
    return record;
  }

  dispose(): void {
    this.scalars.dispose();
    this.codes.dispose();
  }
}
