import { CmgError, type RunConfig } from '@cmg/core';
import { readCheckpoint, RunFolder } from '@cmg/trainer';

/** The config that a run was trained with, from its checkpoint. */
export async function runConfigOf(folder: string): Promise<RunConfig> {
  const run = new RunFolder(folder);
  if (!(await run.hasCheckpoint())) {
    throw new CmgError('there is no trained run in this folder', {
      kind: 'usage',
      where: folder,
      hint: 'Give the folder that `cmg pretrain` made, for example runs/digits.',
    });
  }
  return (await readCheckpoint(run.checkpoint)).info.config;
}
