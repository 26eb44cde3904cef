import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** How much of a command's output is kept for the error message. */
const KEPT = 4000;

/**
 * Runs a command without a shell and without input, quietly; rejects with a one-line reason when it is not installed,
 * fails or takes too long.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options] 10 minutes by default
 * @returns {Promise<void>}
 */
export function runCommand(command, args, { cwd, env = process.env, timeoutMs = 600_000 } = {}) {
  return new Promise((resolve, reject) => {
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-KEPT);
    };
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const settle = (failure) => {
      clearTimeout(timer);
      if (failure === undefined) resolve();
      else reject(new Error(failure));
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      settle(error.code === 'ENOENT' ? `${command} is not installed` : error.message),
    );
    child.on('close', (code, signal) => {
      if (code === 0) settle();
      else if (signal === 'SIGKILL') settle(`${command} took more than ${timeoutMs / 1000} s`);
      else settle(`${command} failed: ${reasonIn(output) ?? `exit code ${code ?? signal}`}`);
    });
  });
}

/** The most informative line: the last one that mentions an error, else the last one. */
function reasonIn(output) {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1);
}
