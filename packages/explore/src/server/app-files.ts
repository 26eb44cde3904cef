import { CmgError } from '@cmg/core';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Resource } from '../site/resource.js';

/** Where the page was built to: beside the sources, and in the package. */
const FOLDER = fileURLToPath(new URL('../../app/dist', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** The built page, by path; few and small enough to be in memory. */
export async function appFiles(): Promise<ReadonlyMap<string, Resource>> {
  const names = await readdir(FOLDER, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw new CmgError('the page is not built', { where: FOLDER, hint: 'Run `npm run build` in the repository.', cause });
  });
  const files = names.filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      files.map(async ({ parentPath, name }): Promise<[string, Resource]> => {
        const file = join(parentPath, name);
        const path = file.slice(FOLDER.length + 1).replaceAll('\\', '/');
        // Vite names what lies in `assets` after its content.
        const lasting = path.startsWith('assets/');
        return [path, { type: TYPES[extname(name)] ?? 'application/octet-stream', body: await readFile(file), lasting }];
      }),
    ),
  );
}
