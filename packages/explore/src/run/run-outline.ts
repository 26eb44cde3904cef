import { readConfigFile } from '@cmg/config';
import { CmgError } from '@cmg/core';
import { parse } from 'yaml';
import { z } from 'zod';

const shape = z.object({
  name: z.string(),
  training: z.object({ batchSize: z.int(), accumulate: z.int().default(1) }),
});

/** What the page says of a run before it has a checkpoint. */
export interface RunOutline {
  readonly name: string;
  readonly clipsPerStep: number;
}

/** @throws CmgError where there is no such file, or it is not a run's */
export async function runOutline(file: string): Promise<RunOutline> {
  const text = await readConfigFile(file);
  try {
    const { name, training } = shape.parse(parse(text));
    return { name, clipsPerStep: training.batchSize * training.accumulate };
  } catch (cause) {
    throw new CmgError('is not the config of a run', { where: file, hint: 'Train the run anew.', cause });
  }
}
