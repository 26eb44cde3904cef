import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CmgError } from '@cmg/core';

/**
 * Fills a folder that is not there, or is empty: under another name beside it, which is renamed once it is whole, so that there never is half
 * of it.
 *
 * @param fill is given the folder to write to
 * @throws CmgError where the folder cannot be made, or holds something by then; whatever `fill` throws. Nothing is left then.
 */
export async function writeFolderAtomic(folder: string, fill: (draft: string) => Promise<void>): Promise<void> {
  const target = resolve(folder);
  try {
    const draft = `${target}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
    try {
      await mkdir(draft, { recursive: true });
      await fill(draft);
      await rename(draft, target);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  } catch (cause) {
    if (cause instanceof CmgError) throw cause;
    throw new CmgError(`cannot be made: ${(cause as Error).message}`, { where: folder, cause });
  }
}
