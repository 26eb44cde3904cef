import type {
  CodeUse,
  ObserverFactory,
  StepDone,
  TrainingObserver,
  TrainingOutcome,
  TrainingRecord,
  TrainingStart,
  ValidationRecord,
} from '@cmg/core';
import { z } from 'zod';
import { clockText } from './clock-text.js';
import { ProgressLine, type ProgressStream } from './progress-line.js';

/** Losses summed per objective, in order: `reconstruction 0.412  cmcm 1.93`. */
function lossText({ losses }: TrainingRecord): string {
  const sums = new Map<string, number>();
  for (const [name, value] of Object.entries(losses)) {
    const objective = name.split('/', 1)[0] as string;
    sums.set(objective, (sums.get(objective) ?? 0) + value);
  }
  return [...sums].map(([objective, value]) => `${objective} ${value.toPrecision(3)}`).join('  ');
}

/** Codes in use, of a modality each and of all together: `codes audio 90, video 71, shared 57 of 128`. */
function codesText({ used, usedByAll }: CodeUse, size: number): string {
  const shared = Object.keys(used).length > 1 ? [`shared ${usedByAll}`] : [];
  return `codes ${[...Object.entries(used).map(([m, n]) => `${m} ${n}`), ...shared].join(', ')} of ${size}`;
}

/**
 * Shows training on a terminal: one line that is drawn again. Where the output is no terminal (a file, a pipe): a plain
 * line a minute, and one at the end of each epoch.
 */
export class ProgressBar implements TrainingObserver {
  private readonly line: ProgressLine;
  private run: TrainingStart | undefined;
  private record: TrainingRecord | undefined;
  /** Of the last validation. */
  private retrieval: ValidationRecord['retrieval'];

  /** @param now milliseconds */
  constructor(
    private readonly stream: ProgressStream = process.stdout,
    now?: () => number,
  ) {
    this.line = new ProgressLine(stream, now);
  }

  onStart(start: TrainingStart): void {
    this.run = start;
    this.line.start();
    const { step, totalSteps } = start;
    if (step > 0) this.stream.write(step === totalSteps ? 'trained already\n' : `going on after step ${step}\n`);
  }

  onStep(done: StepDone): void {
    this.line.update(() => this.text(done));
  }

  onRecord(record: TrainingRecord): void {
    this.record = record;
    this.retrieval = record.validation?.retrieval ?? this.retrieval;
  }

  onEpoch(done: StepDone): void {
    this.line.draw(this.text(done));
    this.line.keep();
  }

  onNote(note: string): void {
    this.line.tell(`note: ${note}`);
  }

  onEnd(outcome: TrainingOutcome | 'failed'): void {
    if (outcome !== 'finished') this.line.keep();
  }

  private text({ step, epoch }: StepDone): string {
    const { totalSteps, stepsPerEpoch, codes: size, step: first } = this.run as TrainingStart;
    const parts = [
      `epoch ${epoch}/${Math.ceil(totalSteps / stepsPerEpoch)}`,
      ...this.line.bar(step, totalSteps),
      `step ${step}/${totalSteps}`,
      `left ${clockText((this.line.seconds / (step - first)) * (totalSteps - step))}`,
    ];
    if (this.record !== undefined) {
      const { total, codes, clipsPerSecond } = this.record;
      parts.push(`${clipsPerSecond.toFixed(0)} clips/s`, `loss ${total.toPrecision(4)}`, codesText(codes, size));
      if (this.retrieval) parts.push(`retrieval ${this.retrieval.mean.toFixed(3)} (chance ${this.retrieval.chance.toFixed(3)})`);
      parts.push(lossText(this.record));
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
