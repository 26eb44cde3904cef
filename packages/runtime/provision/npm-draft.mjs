import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { TFJS_NODE_VERSION } from './native-package.mjs';

const TFJS = '@tensorflow/tfjs';
const FLAGS = ['--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=1'];

/**
 * Installs a native npm package with its dependencies, but without running any install script, into `folder`; resolves to
 * its place in `folder/node_modules`. Its tfjs is left out: it is to share the project's.
 */
export async function draftPackage(folder, npmName) {
  const stub = join(folder, 'no-tfjs');
  await mkdir(stub, { recursive: true });
  await writeFile(join(stub, 'package.json'), JSON.stringify({ name: TFJS, version: TFJS_NODE_VERSION }));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, overrides: { [TFJS]: 'file:no-tfjs' } }));
  const args = ['install', `${npmName}@${TFJS_NODE_VERSION}`, 'node-api-headers@1.9.0', ...FLAGS];
  await runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd: folder });
  await rm(join(folder, 'node_modules', TFJS), { recursive: true });
  await rm(stub, { recursive: true });
  return join(folder, 'node_modules', npmName);
}
