import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes compiled files of sources that are gone: the compiler leaves them behind, and a tarball would hold them. */
export function pruneOutputs(packages) {
  for (const name of readdirSync(packages)) {
    const [src, dist] = ['src', 'dist'].map((folder) => join(packages, name, folder));
    const files = existsSync(dist) ? readdirSync(dist, { encoding: 'utf8', recursive: true }) : [];
    for (const file of files.filter((path) => /\.(?:js|d\.ts|map)$/.test(path))) {
      const [, source] = /^(.*)\.(?:js|d\.ts|d\.ts\.map)$/.exec(file) ?? [];
      if (source === undefined || !existsSync(join(src, `${source}.ts`))) rmSync(join(dist, file));
    }
  }
}
