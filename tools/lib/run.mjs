import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname } from 'node:path';

/** The root of the repository. */
export const ROOT = dirname(dirname(import.meta.dirname));

/**
 * Runs a command in the root of the repository on this terminal; resolves to its exit code (128 + n where a signal ended
 * it). Ctrl-C reaches the command too: it decides how to end, and this process waits for it.
 */
export function run(command, args, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: 'inherit', shell: process.platform === 'win32' && command === 'npm' });
    const wait = () => {};
    const terminate = () => child.kill('SIGTERM');
    process.on('SIGINT', wait).on('SIGTERM', terminate);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', wait).off('SIGTERM', terminate);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
