import { copyFolder } from './copy-folder.mjs';
import { isWhole, replaceFolder, UnwritableError } from './whole-folder.mjs';

/**
 * Makes the folder `home` of a project sound, that is whole and works. What is missing or damaged is copied from the
 * cache, which is built first where it is missing or damaged itself; where it cannot be written, the build goes into the
 * project.
 *
 * @template {string} Source
 * @param {object} options
 * @param {string} options.home
 * @param {string} options.entry the folder of the cache
 * @param {string} options.key what both are made for; one made for something else is replaced
 * @param {(draft: string) => Promise<Source>} options.build fills an empty folder with what works, and says how
 * @param {(folder: string) => Promise<boolean>} options.works whether a folder that is whole works
 * @param {(line: string) => void} options.log
 * @returns {Promise<Source | 'present' | 'cache'>} where it came from
 */
export async function provideFolder({ home, entry, key, build, works, log }) {
  const isSound = async (folder) => (await isWhole(folder, key)) && works(folder);
  if (await isSound(home)) return 'present';

  /** @type {Source | 'cache'} */
  let source = 'cache';
  const fill = async (draft) => {
    source = await build(draft);
  };
  const fillHome = async (draft, tries = 3) => {
    try {
      if (!(await isSound(entry))) await replaceFolder({ folder: entry, key, fill, isSound });
    } catch (error) {
      if (!(error instanceof UnwritableError)) throw error;
      log(`${error.message}: building into the project`);
      return fill(draft);
    }
    try {
      await copyFolder(entry, draft);
    } catch (error) {
      // Two others that healed it at once may have taken it away for a moment.
      if (error.code !== 'ENOENT' || tries === 0) throw error;
      await fillHome(draft, tries - 1);
    }
  };
  await replaceFolder({ folder: home, key, fill: (draft) => fillHome(draft), isSound });
  return source;
}
