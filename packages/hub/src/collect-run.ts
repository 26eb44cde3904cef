import { CmgError } from '@cmg/core';
import { exists, fileHash } from '@cmg/formats';
import { readHead, type HeadDescription } from '@cmg/tasks';
import { type CheckpointChoice, readCheckpoint, RunFolder } from '@cmg/trainer';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { modelCard } from './model-card.js';
import type { SharedFile } from './shared-files.js';

export interface SharedContent {
  /** Which of the run's checkpoints is shared; default: the best where the run keeps it, else the last. */
  readonly step?: CheckpointChoice | undefined;
  /** A folder of heads that were trained on this checkpoint, as `cmg transfer --save` makes it. */
  readonly heads?: string | undefined;
  /** An identifier of SPDX, or of the hub; default: `unknown`. */
  readonly licence?: string | undefined;
}

/**
 * What of a run is shared: its config, one checkpoint, its records of training, its report, heads that were trained on the checkpoint, and a
 * model card.
 *
 * @param source where the run will be had from, for its card
 * @throws CmgError where there is no run or no such checkpoint, or a head belongs to another
 */
export async function collectRun(
  folder: string,
  source: string,
  { step, heads, licence = 'unknown' }: SharedContent,
): Promise<SharedFile[]> {
  if (!/^[\w.-]+$/.test(licence)) {
    throw new CmgError(`'${licence}' is no identifier of a licence`, {
      kind: 'usage',
      hint: 'Expected one such as mit, apache-2.0, cc-by-4.0.',
    });
  }
  const run = new RunFolder(folder);
  const checkpoint = await run.checkpointFile(step);
  const { info } = await readCheckpoint(checkpoint);
  const [shared, descriptions] = heads === undefined ? [[], []] : await collectHeads(heads, await fileHash(checkpoint));
  const files: SharedFile[] = [
    { path: 'README.md', content: Buffer.from(modelCard({ info, heads: descriptions, licence, source })) },
    { path: 'config.yaml', content: { file: run.config } },
    { path: 'checkpoint.safetensors', content: { file: checkpoint } },
    ...shared,
  ];
  for (const [path, file] of [
    ['metrics.jsonl', run.metrics],
    ['report.html', join(folder, 'report.html')],
  ] as const) {
    if (await exists(file)) files.push({ path, content: { file } });
  }
  return files;
}

/** Heads as they are read beside their run. */
async function collectHeads(folder: string, checkpoint: string): Promise<[SharedFile[], HeadDescription[]]> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const files: SharedFile[] = [];
  const descriptions: HeadDescription[] = [];
  for (const name of names.sort()) {
    const head = join(folder, name);
    const { description } = await readHead(head);
    if (description.run.checkpoint !== checkpoint) {
      throw new CmgError('was trained on another checkpoint than the one that is shared', {
        kind: 'usage',
        where: head,
        hint: 'Train it again with `cmg transfer --save`, or choose its checkpoint with --step.',
      });
    }
    const shared = { ...description, run: { folder: '../..', checkpoint } };
    files.push(
      { path: `heads/${name}/head.json`, content: Buffer.from(`${JSON.stringify(shared, null, 2)}\n`) },
      { path: `heads/${name}/${description.weights}`, content: { file: join(head, description.weights) } },
    );
    descriptions.push(description);
  }
  if (descriptions.length === 0) throw new CmgError('there is no head in this folder', { kind: 'usage', where: folder });
  return [files, descriptions];
}
