import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname } from 'node:path';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 11)) {
  console.error(`This repository needs Node 20.11 or later; ${process.execPath} is ${process.version}.`);
  process.exit(1);
}

/** The root of the repository. */
export const ROOT = dirname(dirname(import.meta.dirname));

/**
 * Runs a command in the root of the repository on this terminal; resolves to its exit code (128 + n where a signal ended
 * it). Ctrl-C reaches the command too: it decides how to end, and this process waits for it. `inOnePiece`: what it prints
 * appears when it ends, so that commands can run at the same time.
 */
export function run(command, args, { env = process.env, inOnePiece = false } = {}) {
  return new Promise((resolve, reject) => {
    /** @type {import('node:child_process').StdioOptions} */
    const stdio = inOnePiece ? ['inherit', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(command, args, { cwd: ROOT, env, stdio, shell: process.platform === 'win32' && command === 'npm' });
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => printed.push(chunk));
    const wait = () => {};
    const terminate = () => child.kill('SIGTERM');
    process.on('SIGINT', wait).on('SIGTERM', terminate);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', wait).off('SIGTERM', terminate);
      if (printed.length > 0) process.stdout.write(Buffer.concat(printed));
      resolve(code ?? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)]);
    });
  });
}
