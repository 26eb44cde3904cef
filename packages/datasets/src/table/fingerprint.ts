import { createHash, type Hash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { unreadable } from '../arrays/unreadable.js';

/** Bytes of one sample, and the number of samples, evenly spaced from the first to the last byte. */
const SAMPLE = 65_536;
const SAMPLES = 16;

/**
 * A hash of files: of each up to 1 MiB the content, so that a table which is written again as it was stays the same data; of a larger one
 * the size, 16 samples of 64 KiB, so that many gigabytes take milliseconds, and the modification time, which reveals changes that the
 * samples miss. Copies that keep the time (`cp -p`, `rsync -t`, archives) count as the same data.
 *
 * @throws CmgError if a file cannot be read
 */
export async function hashFiles(files: readonly string[], more: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const handle = await open(file).catch((cause: Error) => {
      throw unreadable(file, cause);
    });
    try {
      await hashFile(hash, handle);
    } finally {
      await handle.close();
    }
  }
  for (const text of more) hash.update(`${text}\n`);
  return hash.digest('hex');
}

async function hashFile(hash: Hash, handle: FileHandle): Promise<void> {
  const status = await handle.stat();
  const { size } = status;
  if (size <= SAMPLE * SAMPLES) {
    hash.update(`${size}\n`).update(await handle.readFile());
    return;
  }
  hash.update(`${sizeAndTime(status)}\n`);
  const sample = Buffer.alloc(SAMPLE);
  for (let i = 0; i < SAMPLES; i++) {
    await handle.read(sample, 0, SAMPLE, Math.floor(((size - SAMPLE) * i) / (SAMPLES - 1)));
    hash.update(sample);
  }
}

/** Size, and the last change in whole seconds, which is what archives keep. */
export function sizeAndTime({ size, mtimeMs }: Stats): string {
  return `${size} ${Math.floor(mtimeMs / 1000)}`;
}
