import { CmgError } from '@cmg/core';
import { dirname } from 'node:path';
import { type FileContent, writeFileAtomic } from './write-file-atomic.js';

/** Folders of which it was said that they cannot be written. */
const told = new Set<string>();

/**
 * Writes a file that spares work later, as {@link writeFileAtomic} does. Where it cannot be written, nothing is lost but time: a warning of the
 * process says so, once a folder, and names `CMG_CACHE_DIR`.
 */
export async function writeCache(file: string, content: FileContent): Promise<void> {
  try {
    await writeFileAtomic(file, content);
  } catch (error) {
    if (!(error instanceof CmgError)) throw error;
    const folder = dirname(file);
    if (told.has(folder)) return;
    told.add(folder);
    process.emitWarning(
      `${folder} cannot be written (${error.what}): what is computed is not kept for next time. Set CMG_CACHE_DIR to a folder that can be.`,
      'CacheWarning',
    );
  }
}
