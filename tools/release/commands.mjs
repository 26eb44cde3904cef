import { spawn } from 'node:child_process';

/** Longer than any one command of a document may take. */
const LIMIT_MINUTES = 8;

const running = new Set();

/**
 * Runs a command to its end and collects what it prints. It and all that it starts end with this process.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, what?: string }} place `what` it is called in an error
 * @returns {Promise<string>} both of its streams
 * @throws an error with the end of its output, where it fails
 */
export function capture(command, args, { cwd, env, what = [command, ...args].join(' ') }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    const late = setTimeout(() => {
      output += `\nstopped after ${LIMIT_MINUTES} minutes\n`;
      end(child);
    }, LIMIT_MINUTES * 60_000);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(late);
      running.delete(child);
      if (code === 0) resolve(output);
      else reject(new Error(withOutput(`${what} failed (${signal ?? `exit code ${code}`})`, output)));
    });
  });
}

/** A message, and the end of what was printed before. */
export function withOutput(message, output) {
  return [`${message}:`, ...output.trim().split('\n').slice(-40)].join('\n');
}

/** Ends all commands, with the processes that they have started. */
export function endCommands() {
  for (const child of running) end(child);
}

function end(/** @type {import('node:child_process').ChildProcess} */ { pid = 0 }) {
  try {
    if (pid > 0) process.kill(-pid, 'SIGKILL'); // the whole group
  } catch {
    // it has ended by itself
  }
}
