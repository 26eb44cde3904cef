import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CmgError,
  type ObserverFactory,
  type TrainingObserver,
  type TrainingRecord,
  type TrainingStart,
  type ValidationRecord,
} from '@cmg/core';
import { z } from 'zod';
import { encodeEvent, encodeRecord, type EventContent } from '../metrics/tensorboard-event.js';

const prefixed = (prefix: string, values: Readonly<Record<string, number>>) =>
  Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value] as const);

const validationScalars = ({ total, losses, retrieval, codes }: ValidationRecord) => [
  ['validation/loss/total', total] as const,
  ...prefixed('validation/loss', losses),
  ...prefixed('validation/retrieval', retrieval ? { ...retrieval.directions, mean: retrieval.mean, chance: retrieval.chance } : {}),
  ...prefixed('validation/codes-in-use', { ...codes.used, all: codes.usedByAll }),
];

/** The scalars of a record by TensorBoard tag. */
function scalarsOf(record: TrainingRecord): Record<string, number> {
  return Object.fromEntries([
    ['loss/total', record.total],
    ...prefixed('loss', record.losses),
    ...prefixed('metric', record.metrics),
    ...prefixed('gradient-norm', record.gradientNorms),
    ...prefixed('codes-in-use', { ...record.codes.used, all: record.codes.usedByAll }),
    ...prefixed('perplexity', record.codes.perplexity),
    ['training/learning-rate', record.learningRate],
    ['training/clips-per-second', record.clipsPerSecond],
    ...(record.validation ? validationScalars(record.validation) : []),
  ]);
}

/** Writes records as a TensorBoard event file, a new one each time a run starts or goes on. */
export class TensorBoardFile implements TrainingObserver {
  private file = '';

  /** @param now seconds since 1970 */
  constructor(
    private readonly folder: string,
    private readonly now = () => Date.now() / 1000,
  ) {}

  async onStart({ step }: TrainingStart): Promise<void> {
    const time = Math.floor(this.now()).toString().padStart(10, '0');
    this.file = join(this.folder, `events.out.tfevents.${time}.${process.pid}.cmg`);
    await this.append(0, { fileVersion: 'brain.Event:2' });
    if (step > 0) await this.append(step + 1, { sessionStart: true });
  }

  async onRecord(record: TrainingRecord): Promise<void> {
    await this.append(record.step, { scalars: scalarsOf(record) });
  }

  private async append(step: number, content: EventContent): Promise<void> {
    try {
      await appendFile(this.file, encodeRecord(encodeEvent(this.now(), step, content)));
    } catch (cause) {
      throw new CmgError(`cannot be written: ${(cause as Error).message}`, {
        where: this.file,
        hint: 'Check the free space and the permissions of the folder; then resume the run.',
        cause,
      });
    }
  }
}

/** {@link TensorBoardFile} in the run's folder. */
export const tensorboard: ObserverFactory = {
  name: 'tensorboard',
  description: 'writes records as a TensorBoard event file in the folder of the run',
  options: z.strictObject({}),
  create: (_options, { folder }) => new TensorBoardFile(folder),
};
