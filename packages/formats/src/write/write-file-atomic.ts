import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CmgError } from '@cmg/core';

/** What a file is to hold: text, bytes, or parts that may still be in the making. */
export type FileContent = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Writes a whole file or nothing: to a temporary name beside it, flushed, then renamed. Missing folders are made.
 *
 * @throws CmgError that names the file, for example when the disk is full, or the CmgError that making the content threw; the
 *   temporary file is gone by then.
 */
export async function writeFileAtomic(file: string, content: FileContent): Promise<void> {
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(temporary, 'w');
    try {
      const chunks = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
      for await (const chunk of chunks) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(dirname(file));
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (cause instanceof CmgError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CmgError(`cannot be written: ${reason}`, {
      where: file,
      hint: 'Check the free space and the permissions of the folder. Nothing was left half-written.',
      cause,
    });
  }
}

/** A rename lasts through a loss of power once its folder is flushed. Some systems cannot: there the rename alone must do. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
