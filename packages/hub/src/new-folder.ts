import { CmgError } from '@cmg/core';
import { access, mkdir, rename, rm } from 'node:fs/promises';

/**
 * Fills a folder that is not there yet: under a temporary name beside it, which is renamed once it is whole.
 *
 * @throws CmgError of kind `usage` where there is something at the path; whatever `fill` throws, and then nothing is left
 */
export async function newFolder(path: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  await refuseExisting(path);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(temporary, { recursive: true });
    await fill(temporary);
    await refuseExisting(path);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function refuseExisting(path: string): Promise<void> {
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there)
    throw new CmgError('is there already; nothing was changed', {
      kind: 'usage',
      where: path,
      hint: 'Give another folder, or delete this one.',
    });
}
