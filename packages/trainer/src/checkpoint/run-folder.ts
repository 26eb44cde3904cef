import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CmgError, type RunConfig } from '@cmg/core';
import { configText } from '@cmg/config';
import { writeFileAtomic } from '@cmg/formats';

/** The folder of a run: `config.yaml`, `checkpoint.safetensors`, `metrics.jsonl`, `events.out.tfevents.*`. */
export class RunFolder {
  readonly config: string;
  readonly checkpoint: string;
  readonly metrics: string;

  constructor(readonly path: string) {
    this.config = join(path, 'config.yaml');
    this.checkpoint = join(path, 'checkpoint.safetensors');
    this.metrics = join(path, 'metrics.jsonl');
  }

  /** Whether a run was begun in it, which may have been stopped before its first checkpoint. */
  hasStarted(): Promise<boolean> {
    return exists(this.config);
  }

  hasCheckpoint(): Promise<boolean> {
    return exists(this.checkpoint);
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

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
