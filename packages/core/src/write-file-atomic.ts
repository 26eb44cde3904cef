import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CmgError } from './cmg-error.js';

/**
 * Writes a whole file or nothing: to a temporary name beside it, flushed, then renamed. Missing folders are made.
 *
 * @throws CmgError that names the file, for example when the disk is full; the temporary file is gone by then.
 */
export async function writeFileAtomic(file: string, content: string | Uint8Array | readonly Uint8Array[]): Promise<void> {
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(temporary, 'w');
    try {
      const chunks = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
      for (const chunk of chunks) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CmgError(`cannot be written: ${reason}`, {
      where: file,
      hint: 'Check the free space and the permissions of the folder. Nothing was left half-written.',
      cause,
    });
  }
}
