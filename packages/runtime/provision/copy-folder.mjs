import { chmod, constants, copyFile, link, mkdir, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readManifest } from './whole-folder.mjs';

/** From this size on a file is shared where the file system can do it: a library, which nobody edits. */
const LARGE = 2 ** 20;

/** Copies the files that the manifest of `source` names into `target`, over what a copy that was interrupted left there. */
export async function copyFolder(source, target) {
  const { sizes } = await readManifest(source);
  for (const [path, size] of Object.entries(sizes)) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await rm(join(target, path), { force: true });
    await (size < LARGE ? copy : share)(join(source, path), join(target, path));
  }
}

const copy = (source, target) => copyFile(source, target, constants.COPYFILE_FICLONE);

/** A copy that costs no space, by what the file system offers: a clone, else a hard link to a file that is read-only from now on. */
async function share(source, target) {
  try {
    await copyFile(source, target, constants.COPYFILE_FICLONE_FORCE);
  } catch {
    try {
      await chmod(source, 0o444);
      await link(await realpath(source), target);
    } catch {
      await copy(source, target);
    }
  }
}
