import { createHash, type Hash } from 'node:crypto';
import { RegularFile } from '@cmg/formats';

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
    await RegularFile.with(file, (opened) => hashFile(hash, opened));
  }
  for (const text of more) hash.update(`${text}\n`);
  return hash.digest('hex');
}

async function hashFile(hash: Hash, file: RegularFile): Promise<void> {
  const { size } = file;
  if (size <= SAMPLE * SAMPLES) {
    hash.update(`${size}\n`).update(await file.read(0, size));
    return;
  }
  hash.update(`${sizeAndTime(file)}\n`);
  for (let i = 0; i < SAMPLES; i++) {
    const at = Math.floor(((size - SAMPLE) * i) / (SAMPLES - 1));
    hash.update(await file.read(at, at + SAMPLE));
  }
}

/** Size, and the last change in whole seconds, which is what archives keep. */
export function sizeAndTime({ size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): string {
  return `${size} ${Math.floor(mtimeMs / 1000)}`;
}
