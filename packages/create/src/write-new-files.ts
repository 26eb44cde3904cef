import { CmgError } from '@cmg/core';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from './generated-file.js';

/**
 * Writes files into a folder, creating it if necessary. Nothing is ever overwritten.
 *
 * @returns their paths relative to the current folder
 * @throws CmgError of kind `usage` that lists files that already exist; nothing is written then
 */
export async function writeNewFiles(folder: string, files: readonly GeneratedFile[]): Promise<string[]> {
  const found = await Promise.all(files.map(async ({ path }) => ((await exists(join(folder, path))) ? [path] : [])));
  const taken = found.flat();
  if (taken.length > 0) {
    throw new CmgError(`already contains these files: ${taken.join(', ')}`, {
      kind: 'usage',
      where: folder,
      hint: 'Nothing was written. Choose another folder, or move them away.',
    });
  }
  for (const { path, content } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { flag: 'wx' });
  }
  return files.map(({ path }) => join(folder, path));
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
