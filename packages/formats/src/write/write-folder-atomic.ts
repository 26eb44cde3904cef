import { readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CmgError } from '@cmg/core';
import { lockFolder, WRITER_LOCK } from './lock-folder.js';

/**
 * Fills a folder that is not there, or is empty: under another name beside it, which is renamed once it is whole, so that there never is half
 * of it. Only one process at a time does; what a killed one has left is removed.
 *
 * @param fill is given the folder to write to
 * @throws CmgError where the folder cannot be made, is being made by another process, or holds something by then; whatever `fill` throws.
 *   Nothing is left then.
 */
export async function writeFolderAtomic(folder: string, fill: (draft: string) => Promise<void>): Promise<void> {
  const target = resolve(folder);
  const draft = `${target}.tmp`;
  const unlock = await lockFolder(draft);
  try {
    await empty(draft);
    await fill(draft);
    // With the lock, so that no other process ever holds what this one has filled.
    await rename(draft, target);
    await rm(join(target, WRITER_LOCK));
  } catch (cause) {
    await empty(draft).catch(() => undefined);
    if (cause instanceof CmgError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw new CmgError(`cannot be made: ${message}`, { where: folder, cause });
    throw new CmgError('is there already: it was made in the meantime', { kind: 'usage', where: folder, hint: 'Name another folder.' });
  } finally {
    await unlock();
  }
}

/** Removes all of a folder but its lock. */
async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name !== WRITER_LOCK) await rm(join(folder, name), { recursive: true, force: true });
}
