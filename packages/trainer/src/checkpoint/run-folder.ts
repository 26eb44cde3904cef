import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CmgError, type RunConfig } from '@cmg/core';
import { configText } from '@cmg/config';
import { exists, writeFileAtomic } from '@cmg/formats';

/** Which of a run's checkpoints: one after so many steps, the newest, or the best (`training.keep.best`). */
export type CheckpointChoice = number | 'last' | 'best';

/** `best`, `last` or a number of steps, from text; NaN where it is neither. */
export const checkpointChoice = (text: string): CheckpointChoice => (text === 'best' || text === 'last' ? text : Number(text));

const STEP_FILE = /^step-(\d+)\.safetensors$/;

/**
 * The folder of a run: `config.yaml`, `checkpoint.safetensors` (the newest), `checkpoints/step-<n>.safetensors` (those that are kept),
 * `checkpoints/best.safetensors`, `metrics.jsonl`, `events.out.tfevents.*`.
 */
export class RunFolder {
  readonly config: string;
  readonly checkpoint: string;
  readonly checkpoints: string;
  readonly best: string;
  readonly metrics: string;

  constructor(readonly path: string) {
    this.config = join(path, 'config.yaml');
    this.checkpoint = join(path, 'checkpoint.safetensors');
    this.checkpoints = join(path, 'checkpoints');
    this.best = join(this.checkpoints, 'best.safetensors');
    this.metrics = join(path, 'metrics.jsonl');
  }

  /** Whether a run was begun in it, which may have been stopped before its first checkpoint. */
  hasStarted(): Promise<boolean> {
    return exists(this.config);
  }

  hasCheckpoint(): Promise<boolean> {
    return exists(this.checkpoint);
  }

  /** The file of the checkpoint after so many steps, whether it is there or not. */
  stepFile(step: number): string {
    return join(this.checkpoints, `step-${step}.safetensors`);
  }

  /** The steps of the checkpoints that are kept, ascending. */
  async keptSteps(): Promise<number[]> {
    const names = await readdir(this.checkpoints).catch(() => []);
    return names
      .flatMap((name) => STEP_FILE.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  }

  /**
   * The checkpoint to read.
   *
   * @param choice default: the best where the run keeps it, else the last
   * @throws CmgError of kind `usage` where the folder has no run, or not this checkpoint
   */
  async checkpointFile(choice?: CheckpointChoice): Promise<string> {
    if (!(await this.hasCheckpoint())) {
      throw new CmgError('there is no trained run in this folder', {
        kind: 'usage',
        where: this.path,
        hint: 'Give the folder that `cmg pretrain` made, for example runs/digits.',
      });
    }
    const hasBest = await exists(this.best);
    if (choice === undefined) return hasBest ? this.best : this.checkpoint;
    if (choice === 'last') return this.checkpoint;
    const file = choice === 'best' ? this.best : this.stepFile(choice);
    if (await exists(file)) return file;
    const kept = [...(await this.keptSteps()), ...(hasBest ? ['best'] : []), 'last'];
    throw new CmgError(choice === 'best' ? 'the run keeps no best checkpoint' : `the run keeps no checkpoint of step ${choice}`, {
      kind: 'usage',
      where: this.path,
      hint: `It has: ${kept.join(', ')}. What is kept is said by training.keep of the config.`,
    });
  }

  /** Makes the folder and records the config. */
  async create(config: RunConfig): Promise<void> {
    try {
      await mkdir(this.path, { recursive: true });
    } catch (cause) {
      throw new CmgError(`the folder cannot be made: ${(cause as Error).message}`, { where: this.path, cause });
    }
    await writeFileAtomic(this.config, configText(config));
  }
}
