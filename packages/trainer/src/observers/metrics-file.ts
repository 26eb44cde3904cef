import { appendFile, readFile } from 'node:fs/promises';
import { CmgError, type ObserverFactory, type TrainingObserver, type TrainingRecord, type TrainingStart } from '@cmg/core';
import { writeFileAtomic } from '@cmg/formats';
import { z } from 'zod';
import { RunFolder } from '../checkpoint/run-folder.js';

/** The whole lines of records up to a step; a line cut short by a crash is none. */
function linesUpTo(text: string, step: number): string[] {
  return text.split('\n').filter((line) => {
    try {
      return (JSON.parse(line) as TrainingRecord).step <= step;
    } catch {
      return false;
    }
  });
}

/**
 * Writes records as JSON lines. Where a run goes on from a checkpoint, lines after the checkpoint's step are dropped
 * first, so that each step stands in the file once. A line says besides how many steps the run will have, `totalSteps`.
 */
export class MetricsFile implements TrainingObserver {
  private totalSteps = 0;

  constructor(private readonly file: string) {}

  async onStart({ step, totalSteps }: TrainingStart): Promise<void> {
    this.totalSteps = totalSteps;
    const old = step === 0 ? '' : await readFile(this.file, 'utf8').catch(() => '');
    await writeFileAtomic(
      this.file,
      linesUpTo(old, step)
        .map((line) => `${line}\n`)
        .join(''),
    );
  }

  async onRecord(record: TrainingRecord): Promise<void> {
    try {
      await appendFile(this.file, `${JSON.stringify({ ...record, totalSteps: this.totalSteps })}\n`);
    } catch (cause) {
      throw new CmgError(`cannot be written: ${(cause as Error).message}`, {
        where: this.file,
        hint: 'Check the free space and the permissions of the folder; then resume the run.',
        cause,
      });
    }
  }
}

/** {@link MetricsFile} in the run's folder: `metrics.jsonl`. */
export const metricsFile: ObserverFactory = {
  name: 'metrics-file',
  description: 'writes records to metrics.jsonl in the folder of the run',
  options: z.strictObject({}),
  create: (_options, { folder }) => new MetricsFile(new RunFolder(folder).metrics),
};
