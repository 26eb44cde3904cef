import { CmgError } from '@cmg/core';
import { isHeadFolder, readHead, type SavedHead } from '@cmg/tasks';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A head, and where it lies. */
export interface FoundHead extends SavedHead {
  readonly folder: string;
}

/**
 * The heads in some folders, each a head itself or a folder of heads, that were trained on this checkpoint; in the order of their names.
 *
 * @throws CmgError where one is damaged
 */
export async function findHeads(folders: readonly string[], checkpoint: string): Promise<FoundHead[]> {
  const heads: FoundHead[] = [];
  for (const folder of folders) {
    for (const head of await headsOf(folder)) {
      const saved = await readHead(head);
      // A head that was copied, or is named twice, is one.
      const known = heads.some(
        ({ description: { task, weights } }) => task === saved.description.task && weights === saved.description.weights,
      );
      if (saved.description.run.checkpoint === checkpoint && !known) heads.push({ ...saved, folder: head });
    }
  }
  return heads;
}

async function headsOf(folder: string): Promise<string[]> {
  if (await isHeadFolder(folder)) return [folder];
  const names = await readdir(folder).catch((cause: Error) => {
    throw new CmgError(`cannot be read: ${cause.message}`, { kind: 'usage', where: folder, cause });
  });
  const inner = names.sort().map((name) => join(folder, name));
  const are = await Promise.all(inner.map(isHeadFolder));
  return inner.filter((_, i) => are[i]);
}
