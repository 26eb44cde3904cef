import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { shortName } from './native-package.mjs';

const TFJS = '@tensorflow/tfjs';
const FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=1'];

/**
 * Installs a native npm package with its dependencies, but without running any install script, into `folder`; resolves to
 * its place in `folder/node_modules`. What is installed is held against the hashes of its lock file in `locks`. Its tfjs is
 * left out: it is to share the project's.
 */
export async function draftPackage(folder, npmName) {
  const stub = join(folder, 'no-tfjs');
  const lock = lockFile(npmName);
  const { packages } = JSON.parse(await readFile(lock, 'utf8'));
  await mkdir(stub, { recursive: true });
  await writeFile(join(stub, 'package.json'), JSON.stringify(packages['no-tfjs']));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...packages[''], private: true, overrides: { [TFJS]: `$${TFJS}` } }));
  await copyFile(lock, join(folder, 'package-lock.json'));
  await runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', ...FLAGS], { cwd: folder });
  await rm(join(folder, 'node_modules', TFJS), { recursive: true });
  await rm(stub, { recursive: true });
  return join(folder, 'node_modules', npmName);
}

/** The versions of a native package and of all that it needs, with their hashes. */
export const lockFile = (npmName) => join(import.meta.dirname, 'locks', `${shortName(npmName)}.json`);
