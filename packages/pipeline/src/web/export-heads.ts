import { CmgError } from '@cmg/core';
import { readHead } from '@cmg/tasks';
import type { ExportedHead } from '@cmg/web';
import { basename, resolve } from 'node:path';
import { expectCheckpoint } from '../runs/expect-checkpoint.js';
import type { Run } from '../runs/open-run.js';
import type { ShardWriter } from './shard-writer.js';

/**
 * Writes a head.
 *
 * @param number tells its files from those of others
 * @throws CmgError where it is of another run, its task is not built in, or it reads more than a clip's features
 */
export async function exportHead(run: Run, folder: string, number: number, writer: ShardWriter): Promise<ExportedHead> {
  const { description, values } = await readHead(folder);
  const { task, taskFrom, inputShape, options, from, seed, classes, segments, targetShape, results } = description;
  expectCheckpoint(run, description.run.checkpoint, {
    made: `that the head in ${folder} was trained on`,
    hint: 'Train the head again with `cmg transfer --save`.',
  });
  if (taskFrom !== undefined)
    throw refused(folder, `its task '${task}' comes from ${taskFrom.specifier}, and a page runs what is built in alone`);
  if (inputShape !== undefined) throw refused(folder, `a head of '${task}' reads pictures besides codes, which a page does not give it`);
  return {
    name: basename(resolve(folder)),
    task,
    options,
    from,
    seed,
    classes,
    segments,
    ...(targetShape && { targetShape }),
    results: results.map((result) => ({ ...result })),
    weights: await writer.write(`head-${number}`, values),
  };
}

const refused = (folder: string, why: string): CmgError =>
  new CmgError(`the head cannot be exported: ${why}`, { kind: 'usage', where: folder, hint: 'Leave it out of --heads.' });
