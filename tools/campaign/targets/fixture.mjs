import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGES = join(import.meta.dirname, '../../../packages');

/** A file that a package's tests read. */
export const fixture = (owner, ...path) => readFileSync(join(PACKAGES, owner, 'tests/fixtures', ...path));

/** All files of an ending in a folder of them. */
export const fixtures = (owner, folder, ending) =>
  readdirSync(join(PACKAGES, owner, 'tests/fixtures', folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => fixture(owner, folder, name));
