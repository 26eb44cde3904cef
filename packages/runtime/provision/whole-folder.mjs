import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Says what a folder is and which files it has, with their sizes; written last. */
const MANIFEST = 'manifest.json';

/** A draft untouched for this long was left behind by an interrupted run. */
const ABANDONED_MS = 6 * 3_600_000;

/** A folder could not be put where it belongs, whatever it was to contain. */
export class UnwritableError extends Error {}

/** The manifest of a folder: its key, and the size of each file by path; an `Error` where there is none that can be read. */
export async function readManifest(folder) {
  const { key, sizes } = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'));
  return { key, sizes };
}

/** Whether `folder` was made for `key` and still has every file at its size. */
export async function isWhole(folder, key) {
  try {
    const manifest = await readManifest(folder);
    if (manifest.key !== key) return false;
    for (const [path, size] of Object.entries(manifest.sizes)) {
      const file = await stat(join(folder, path));
      if (!file.isFile() || file.size !== size) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes `folder` anew, in place of what is there and not sound. It appears atomically, once it is whole: it is filled beside
 * its place and then renamed, so that a run may be interrupted at any time, repeated, and run concurrently. Of several that
 * run at once the first puts its own there; a sound folder is never taken from those who read it.
 *
 * @param {object} options
 * @param {string} options.folder
 * @param {string} options.key what is recorded that the folder was made for
 * @param {(draft: string) => Promise<void>} options.fill fills an empty folder; what it throws is passed on
 * @param {(folder: string) => Promise<boolean>} options.isSound whether a folder that is there may stay
 * @throws {UnwritableError} if the folder cannot be put there
 */
export async function replaceFolder({ folder, key, fill, isSound }) {
  const draft = `${folder}.tmp-${randomUUID()}`;
  await asUnwritable(folder, async () => {
    await makeFolder(draft);
    await removeAbandoned(folder);
  });
  try {
    await fill(draft);
    await asUnwritable(folder, async () => {
      await writeFile(join(draft, MANIFEST), JSON.stringify({ key, sizes: await sizesIn(draft) }));
      await put(draft, folder, isSound);
    });
  } finally {
    await remove(draft);
  }
}

/** Makes a folder and those above it. Node's own recursion does not end where a folder exists but answers ENOENT, as automounted ones do. */
async function makeFolder(path) {
  const make = () =>
    mkdir(path).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  await make().catch(async (error) => {
    if (error.code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await make();
  });
}

async function asUnwritable(folder, work) {
  try {
    await work();
  } catch (error) {
    throw new UnwritableError(`${folder} cannot be written (${error.message})`, { cause: error });
  }
}

/** The sizes of all files under `folder` by path. */
async function sizesIn(folder) {
  const sizes = {};
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    const file = await stat(join(folder, path));
    if (file.isFile()) sizes[path] = file.size;
  }
  return sizes;
}

/** Renames `draft` to `folder`, which is moved out of the way unless another process made it sound meanwhile. */
async function put(draft, folder, isSound) {
  for (let tries = 3; ; tries--) {
    try {
      await rename(draft, folder);
      return;
    } catch (error) {
      if (await isSound(folder)) return;
      if (tries === 0) throw error;
    }
    const old = `${draft}-old`;
    await rename(folder, old).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await remove(old);
  }
}

async function removeAbandoned(folder) {
  const parent = dirname(folder);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${basename(folder)}.tmp-`)) continue;
    const path = join(parent, name);
    // It may be gone: another process may have finished it.
    const touched = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity,
    );
    if (Date.now() - touched > ABANDONED_MS) await remove(path);
  }
}

/** Removes what is no longer needed; what cannot be removed, for example because it is in use, is left to a later run. */
async function remove(path) {
  await rm(path, { recursive: true, force: true }).catch(() => {});
}
