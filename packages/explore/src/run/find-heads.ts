import { CmgError } from '@cmg/core';
import { exists } from '@cmg/formats';
import { readHead, type SavedHead } from '@cmg/tasks';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The heads in some folders, each a head itself or a folder of heads, that were trained on this checkpoint; in the order of their names.
 *
 * @throws CmgError where one is damaged
 */
export async function findHeads(folders: readonly string[], checkpoint: string): Promise<SavedHead[]> {
  const heads: SavedHead[] = [];
  for (const folder of folders) {
    for (const head of await headsOf(folder)) {
      const saved = await readHead(head);
      if (saved.description.run.checkpoint === checkpoint) heads.push(saved);
    }
  }
  return heads;
}

async function headsOf(folder: string): Promise<string[]> {
  const isHead = (path: string) => exists(join(path, 'head.json'));
  if (await isHead(folder)) return [folder];
  const names = await readdir(folder).catch((cause: Error) => {
    throw new CmgError(`cannot be read: ${cause.message}`, { kind: 'usage', where: folder, cause });
  });
  const inner = names.sort().map((name) => join(folder, name));
  const are = await Promise.all(inner.map(isHead));
  return inner.filter((_, i) => are[i]);
}
