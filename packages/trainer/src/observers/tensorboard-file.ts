import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CmgError, type ObserverFactory, recordScalars, type TrainingObserver, type TrainingRecord, type TrainingStart } from '@cmg/core';
import { z } from 'zod';
import { encodeEvent, encodeRecord, type EventContent } from '../metrics/tensorboard-event.js';

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
    await this.append(record.step, { scalars: recordScalars(record) });
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
