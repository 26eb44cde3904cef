import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, rm, writeFile } from 'node:fs/promises';

/**
 * Makes a file that was not there, with its content at once: of several processes that try, also on several machines, one does.
 *
 * @returns whether it did; not where the file is there, or its folder is not
 */
export async function createWhole(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(draft, content);
    await link(draft, file).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EEXIST') throw cause;
      return copyFile(draft, file, constants.COPYFILE_EXCL); // where the file system has no hard links
    });
    return true;
  } catch (cause) {
    if (['EEXIST', 'ENOENT'].includes((cause as NodeJS.ErrnoException).code ?? '')) return false;
    throw cause;
  } finally {
    await rm(draft, { force: true });
  }
}
