import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CmgError } from '@cmg/core';
import { crc32 } from '../zip/crc32.js';
import { readBack, type Written } from './read-back.js';

/** The content of a file: text, bytes, or parts that may be produced on the fly. */
export type FileContent = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Writes a file atomically: to a temporary file beside it, which is flushed, read back and compared, and then renamed. Missing folders are
 * created.
 *
 * @throws CmgError that names the file, for example when the disk is full, or the CmgError that producing the content threw;
 *   the temporary file is removed.
 */
export async function writeFileAtomic(file: string, content: FileContent): Promise<void> {
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(temporary, 'w+');
    try {
      const written = await writeAll(handle, content);
      await handle.sync();
      await readBack(handle, written);
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
      hint: 'Check the free space and the permissions of the folder. No partial file was left.',
      cause,
    });
  }
}

async function writeAll(handle: FileHandle, content: FileContent): Promise<Written> {
  let [size, crc] = [0, 0];
  for await (const part of typeof content === 'string' || content instanceof Uint8Array ? [content] : content) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    crc = crc32(bytes, crc);
    size += bytes.length;
    await handle.writeFile(bytes);
  }
  return { size, crc };
}

/** A rename survives a power loss once its folder is flushed. Some systems cannot flush folders: there the rename has to suffice. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
