/** Processes of ours, watched. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file that `cmg` runs. */
export const CMG = join(import.meta.dirname, '../../packages/cli/bin/cmg.mjs');

/** No file may take more to read: of computing, of the clock (on a machine that others use it says little), and of memory. */
export const LIMITS = { cpuMs: 5000, wallMs: 60_000, bytes: 512 * 2 ** 20 };

const textOf = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** Bytes of memory of a process; 0 where it is gone or the system does not tell. */
export const memoryOf = (pid) => 1024 * Number(/VmRSS:\s+(\d+)/.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0);

/** Most bytes of memory that a process has had since it runs its program. */
export const peakOf = (pid) => 1024 * Number(/VmHWM:\s+(\d+)/.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0);

/** Milliseconds that a process has computed. */
export function computingOf(pid) {
  const fields = textOf(`/proc/${pid}/stat`)
    .replace(/^.*\) /, '')
    .split(' ');
  return 10 * (Number(fields[11] ?? 0) + Number(fields[12] ?? 0));
}

/**
 * Starts a process.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ killAfter?: number, cpuMs?: number, wallMs?: number, bytes?: number, onStderr?: (text: string) => void }} [limits] `killAfter`: SIGKILL
 *   then, in ms; the others end it as a fault, which `why` tells
 */
export function start(command, args, { killAfter, cpuMs = Infinity, wallMs = 1_800_000, bytes = Infinity, onStderr } = {}) {
  const begun = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const pid = child.pid ?? 0;
  const out = { stdout: '', stderr: '', peak: 0, why: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (out.stdout = (out.stdout + text).slice(-1_000_000)));
  child.stderr.setEncoding('utf8').on('data', (text) => {
    out.stderr = (out.stderr + text).slice(-1_000_000);
    onStderr?.(text);
  });
  const end = (why) => {
    out.why ||= why;
    child.kill('SIGKILL');
  };
  const watch = setInterval(() => {
    const memory = memoryOf(pid);
    out.peak = Math.max(out.peak, peakOf(pid));
    if (memory > bytes) end(`more than ${bytes / 2 ** 20} MB`);
    else if (computingOf(pid) > cpuMs) end(`more than ${cpuMs} ms of computing`);
    else if (performance.now() - begun > wallMs) end(`more than ${wallMs} ms`);
  }, 50);
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  const done = new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(watch);
      clearTimeout(timer);
      resolve({ ...out, code, signal, ms: performance.now() - begun });
    });
  });
  return { done, kill: end, pid };
}

/** Runs `cmg` to its end, or until it is killed. */
export const cmg = (args, limits) => start(process.execPath, [CMG, ...args], limits).done;

/** What is wrong with how a command ended, though it may refuse; undefined if nothing is. */
export function wrongEnd({ code, signal, stderr, why }) {
  const tail = stderr.slice(-600);
  if (why) return why;
  if (/internal error/.test(stderr)) return `an internal error: ${tail}`;
  if (code === null || code > 130) return `it ended by ${signal ?? code}: ${tail}`;
  return undefined;
}
