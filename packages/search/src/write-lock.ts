import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CmgError } from '@cmg/core';

/**
 * Makes this process the folder's only writer. The lock of a process that is gone is taken over.
 *
 * @returns what gives it back
 * @throws CmgError where another process writes
 */
export async function lockForWriting(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'writer.lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new CmgError(`cannot be written: ${(cause as Error).message}`, { where: folder, cause });
      }
      const owner = Number(await readFile(file, 'utf8').catch(() => ''));
      if (isAlive(owner)) {
        throw new CmgError(`is being changed by process ${owner}`, { kind: 'usage', where: folder, hint: 'Try again when it is done.' });
      }
      await rm(file, { force: true });
    }
  }
  throw new CmgError('is being changed by another process', { kind: 'usage', where: folder, hint: 'Try again when it is done.' });
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
