import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** A large file that is hard-linked, as the real library is. */
export const LIBRARY = 'library '.repeat(2 ** 17);

/** A scratch folder for one test, with a fake native package to build into it. */
export function provisionScratch() {
  const root = mkdtempSync(join(tmpdir(), 'cmg-provision-'));
  const write = (path: string, text: string) => {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  };
  return {
    root,
    write,
    remove: () => rmSync(root, { recursive: true, force: true }),
    /** Builds a native package of three files, one of them large. */
    build: async (draft: string) => {
      write(join(draft, 'node_modules/native/package.json'), '{ "name": "native", "version": "1.0.0" }');
      write(join(draft, 'node_modules/native/deps/lib/library.so'), LIBRARY);
      write(join(draft, 'node_modules/helper/index.js'), 'module.exports = 1;');
      return 'wheel' as const;
    },
  };
}

/** What lies under a folder: each file's content, each link's place, by path. */
export function contentOf(folder: string): Record<string, string> {
  const content: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) content[relative(folder, path)] = readFileSync(path, 'utf8');
    if (lstatSync(path).isSymbolicLink()) content[relative(folder, path)] = 'a link';
  }
  return content;
}
