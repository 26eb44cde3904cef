import type { ObserverFactory, StepDone, TrainingObserver, TrainingOutcome, TrainingRecord, TrainingStart } from '@cmg/core';
import { z } from 'zod';
import { clockText } from './clock-text.js';

/** Where a progress bar writes; `process.stdout` is one. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Milliseconds between two lines where the stream is no terminal, and between two drawings where it is one. */
const EVERY = { line: 60_000, frame: 100 } as const;
const BAR = 20;
const CLEAR = '\r\x1b[K';

/** Losses summed per objective, in order: `reconstruction 0.412  cmcm 1.93`. */
function lossText({ losses }: TrainingRecord): string {
  const sums = new Map<string, number>();
  for (const [name, value] of Object.entries(losses)) {
    const objective = name.split('/', 1)[0] as string;
    sums.set(objective, (sums.get(objective) ?? 0) + value);
  }
  return [...sums].map(([objective, value]) => `${objective} ${value.toPrecision(3)}`).join('  ');
}

/**
 * Shows training on a terminal: one line that is drawn again. Where the output is no terminal (a file, a pipe): a plain
 * line a minute, and one at the end of each epoch.
 */
export class ProgressBar implements TrainingObserver {
  private run: TrainingStart | undefined;
  private begun = 0;
  private drawn = -Infinity;
  private record: TrainingRecord | undefined;

  /** @param now milliseconds */
  constructor(
    private readonly stream: ProgressStream = process.stdout,
    private readonly now: () => number = () => performance.now(),
  ) {}

  onStart(start: TrainingStart): void {
    this.run = start;
    this.begun = this.now();
    this.drawn = this.stream.isTTY ? -Infinity : this.begun;
    const { step, totalSteps } = start;
    if (step > 0) this.stream.write(step === totalSteps ? 'trained already\n' : `going on after step ${step}\n`);
  }

  onStep(done: StepDone): void {
    if (this.now() - this.drawn < (this.stream.isTTY ? EVERY.frame : EVERY.line)) return;
    this.draw(done);
  }

  onRecord(record: TrainingRecord): void {
    this.record = record;
  }

  onEpoch(done: StepDone): void {
    this.draw(done);
    if (this.stream.isTTY) this.stream.write('\n');
  }

  onEnd(outcome: TrainingOutcome | 'failed'): void {
    if (outcome !== 'finished' && this.stream.isTTY) this.stream.write('\n');
  }

  private draw(done: StepDone): void {
    this.drawn = this.now();
    const line = this.text(done);
    if (!this.stream.isTTY) {
      this.stream.write(`${line}\n`);
      return;
    }
    this.stream.write(`${CLEAR}${line.slice(0, (this.stream.columns ?? 80) - 1)}`);
  }

  private text({ step, epoch }: StepDone): string {
    const { totalSteps, config, codes: size, step: first } = this.run as TrainingStart;
    const seconds = (this.now() - this.begun) / 1000;
    const filled = Math.floor((BAR * step) / totalSteps);
    const parts = [
      `epoch ${epoch}/${config.training.epochs}`,
      ...(this.stream.isTTY ? [`[${'='.repeat(filled)}${' '.repeat(BAR - filled)}]`] : []),
      `step ${step}/${totalSteps}`,
      `left ${clockText((seconds / (step - first)) * (totalSteps - step))}`,
    ];
    if (this.record !== undefined) {
      const { total, codes, clipsPerSecond } = this.record;
      parts.push(`${clipsPerSecond.toFixed(0)} clips/s`, `loss ${total.toPrecision(4)}`);
      parts.push(`codes ${codes.usedByAll}/${size}`, lossText(this.record));
    }
    return parts.join('  ');
  }
}

const options = z.strictObject({
  to: z.enum(['stdout', 'stderr']).default('stderr').describe('which output of the process it writes to'),
});

export type ProgressOptions = z.infer<typeof options>;

/** A {@link ProgressBar} on an output of the process. */
export const progress: ObserverFactory<ProgressOptions> = {
  name: 'progress',
  description: 'shows how far training is: a line that is drawn again, or a line a minute where the output is not a terminal',
  options,
  create: ({ to }) => new ProgressBar(process[to]),
};
