import { CmgError } from '@cmg/core';
import { exists, writeFolderAtomic } from '@cmg/formats';

/** As `writeFolderAtomic`. @throws CmgError of kind `usage` where there is something at the path, at once */
export async function newFolder(path: string, fill: (draft: string) => Promise<void>): Promise<void> {
  if (await exists(path)) {
    const hint = 'Give another folder, or delete this one.';
    throw new CmgError('is there already; nothing was changed', { kind: 'usage', where: path, hint });
  }
  await writeFolderAtomic(path, fill);
}
