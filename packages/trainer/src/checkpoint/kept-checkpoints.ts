import { randomBytes } from 'node:crypto';
import { copyFile, link, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CmgError, type TrainingOptions } from '@cmg/core';
import { type Checkpoint, writeCheckpoint } from './checkpoint.js';
import type { RunFolder } from './run-folder.js';

/** A checkpoint of a step, or what a killed process has left of one. */
const OWN = /^step-(\d+)\.safetensors(\..+\.tmp)?$/;

/** Writes a run's checkpoints, and removes those that are no longer to be kept. */
export class KeptCheckpoints {
  constructor(
    private readonly folder: RunFolder,
    private readonly keep: TrainingOptions['keep'],
    /** Steps between two checkpoints that are kept for good; 0: none is. */
    private readonly period: number,
  ) {}

  /** Whether the checkpoint of a step is kept for good. */
  keeps(step: number): boolean {
    return this.period > 0 && step % this.period === 0;
  }

  /**
   * Writes the newest checkpoint, whole or not at all: under its step, then as the run's best, if it is, and as its last one.
   *
   * @throws CmgError where a value is not finite or a file cannot be written; the last checkpoint is then as it was
   */
  async save(checkpoint: Checkpoint, isBest: boolean): Promise<void> {
    const { step } = checkpoint.info;
    const file = this.folder.stepFile(step);
    await writeCheckpoint(file, checkpoint);
    // In this order: a kill in between would otherwise leave a last checkpoint that knows of a best one which is not there.
    if (isBest) await nameAlso(file, this.folder.best);
    await nameAlso(file, this.folder.checkpoint);
    await this.prune(step);
  }

  /** What is newer than the present step is of a run that was killed, and is made once more. */
  private async prune(present: number): Promise<void> {
    const { checkpoints, best } = this.folder;
    if (this.keep.best === undefined) await rm(best, { force: true });
    const last = (await this.folder.keptSteps()).filter((step) => step <= present).slice(-this.keep.last);
    for (const name of await readdir(checkpoints)) {
      const [, digits, rest] = OWN.exec(name) ?? [];
      if (digits === undefined) continue;
      const step = Number(digits);
      if (rest === undefined && (last.includes(step) || (step <= present && this.keeps(step)))) continue;
      await rm(join(checkpoints, name), { force: true });
    }
  }
}

/** Gives a file another name, in place of the file that had it. Where the file system has no hard links it is copied. */
async function nameAlso(file: string, name: string): Promise<void> {
  const temporary = `${name}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(name), { recursive: true });
    await link(file, temporary).catch(() => copyFile(file, temporary));
    await rename(temporary, name);
  } catch (cause) {
    throw new CmgError(`cannot be written: ${(cause as Error).message}`, {
      where: name,
      hint: 'Check the free space and the permissions of the folder; then resume the run.',
      cause,
    });
  } finally {
    await rm(temporary, { force: true });
  }
}
