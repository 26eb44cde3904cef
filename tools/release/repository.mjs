import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../lib/run.mjs';

const readJson = (file) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

/** The files of the repository that match one of these patterns, those that are not committed yet too. */
export function filesOf(...patterns) {
  const pathspecs = patterns.map((pattern) => `:(glob)${pattern}`);
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...pathspecs], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return files.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

/** The packages that are published: folder, relative to the root, and manifest. */
export function publicPackages() {
  const manifests = filesOf(...readJson('package.json').workspaces.map((folder) => `${folder}/package.json`));
  const all = manifests.map((file) => ({ folder: dirname(file), manifest: readJson(file) }));
  return all.filter(({ manifest }) => manifest.private !== true);
}
