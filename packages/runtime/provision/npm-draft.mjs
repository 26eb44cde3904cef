import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { TFJS_NODE_VERSION } from './native-package.mjs';

/**
 * Installs a native npm package with its dependencies, but without running any install script, into `folder`; the
 * package ends up in `folder/node_modules`.
 */
export async function draftPackage(folder, npmName) {
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', `${npmName}@${TFJS_NODE_VERSION}`, 'node-api-headers@1.9.0', '--ignore-scripts', '--no-audit', '--no-fund'];
  await runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', [...args, '--prefer-offline', '--fetch-retries=1'], { cwd: folder });
  return join(folder, 'node_modules', npmName);
}
