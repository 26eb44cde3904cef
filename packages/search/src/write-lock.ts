import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CmgError } from '@cmg/core';

/** How long a lock file may be empty between its creation and its writing, in ms. */
const GRACE = 200;

/**
 * Makes this process the folder's only writer. A stale lock of a dead process is taken over.
 *
 * @returns a function that releases it
 * @throws CmgError if another process writes
 */
export async function lockForWriting(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'writer.lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') {
        await rm(file, { force: true }).catch(() => undefined); // created but not filled if the disk is full
        throw new CmgError(`cannot be written: ${(cause as Error).message}`, { where: folder, cause });
      }
      const owner = await ownerOf(file);
      if (isAlive(owner)) {
        throw new CmgError(`is being changed by process ${owner}`, { kind: 'usage', where: folder, hint: 'Try again when it is done.' });
      }
      await rm(file, { force: true });
    }
  }
  throw new CmgError('is being changed by another process', { kind: 'usage', where: folder, hint: 'Try again when it is done.' });
}

/** The process that owns the lock; 0 if its owner is dead. */
async function ownerOf(file: string): Promise<number> {
  const read = async () => Number(await readFile(file, 'utf8').catch(() => ''));
  const owner = await read();
  if (owner > 0) return owner;
  await setTimeout(GRACE);
  return read();
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
