/** Damaged files of every format, each in a process that may die of them. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { computingOf, LIMITS, memoryOf, peakOf } from './process.mjs';
import { Tally } from './tally.mjs';
import { TARGETS } from './targets/index.mjs';

const WORKER = join(import.meta.dirname, 'mutated-worker.mjs');
const POLL = 50;
/** What a worker may take to load what reads the format, in ms: of computing, and of the clock, of which a busy machine has plenty. */
const LOADING = { cpuMs: 30_000, wallMs: 600_000 };

/** One tally for each format. @returns {AsyncGenerator<Tally>} */
export async function* mutated({ folder, seed, until, only = Object.keys(TARGETS) }) {
  for (const [i, name] of only.entries()) {
    const share = Date.now() + (until - Date.now()) / (only.length - i);
    yield await damageAll(name, join(folder, name), seed, share);
  }
}

async function damageAll(name, folder, seed, until) {
  const tally = new Tally(`mutated ${name}`);
  for (let first = 0; Date.now() < until && tally.skipped === '';) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    first = await oneWorker(name, folder, { seed, first, until, tally });
  }
  return tally;
}

/** Until the time is over or the worker has to be replaced. @returns the next case */
async function oneWorker(name, folder, { seed, first, until, tally }) {
  const flags = ['--expose-gc', '--max-old-space-size=400'];
  const child = spawn(process.execPath, [...flags, WORKER, name, folder, String(seed), String(first)], { stdio: ['pipe', 'pipe', 'pipe'] });
  let [stdout, stderr, why, peak] = ['', '', '', 0];
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr = (stderr + text).slice(-2000)));
  const progress = () => {
    try {
      const bytes = readFileSync(join(folder, 'progress'));
      return bytes.length === 40 ? new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + 40)) : undefined;
    } catch {
      return undefined;
    }
  };
  let seen = { at: -1, computing: 0, time: Date.now() };
  const watch = setInterval(() => {
    const at = progress()?.[0];
    const computing = computingOf(child.pid);
    const memory = memoryOf(child.pid);
    peak = Math.max(peak, peakOf(child.pid));
    if (at !== undefined && at !== seen.at) seen = { at, computing, time: Date.now() };
    const [took, waited] = [computing - seen.computing, Date.now() - seen.time];
    const { cpuMs, wallMs } = at === undefined ? LOADING : LIMITS;
    if (took > cpuMs || waited > wallMs) why = 'it does not end';
    else if (memory > LIMITS.bytes) why = `more than ${LIMITS.bytes / 2 ** 20} MB`;
    else if (Date.now() < until) return;
    child.kill('SIGKILL');
  }, POLL);
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
  return conclude(tally, {
    ...parsed(stdout),
    progress: progress(),
    first,
    peak,
    why: why || (Date.now() < until ? `it died: ${stderr}` : ''),
  });
}

function parsed(stdout) {
  const lines = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  return { skipped: lines.some((line) => line.skipped), faults: lines.filter((line) => line.stack) };
}

function conclude(tally, { skipped, faults, progress, first, peak, why }) {
  if (skipped) {
    tally.skipped = 'left out: this machine cannot read it';
    return first;
  }
  const [at = first, read = 0, refused = 0, slowest = 0, most = 0] = progress ?? [];
  for (const { case: n, stack } of faults) tally.fault(placeOf(stack), `case ${n}: ${stack}`);
  if (why !== '') tally.fault(why.split('\n')[0], `case ${at}: ${why}`);
  tally.cases += read + refused + faults.length + (why === '' ? 0 : 1);
  tally.read += read;
  tally.refused += refused;
  tally.slowest = Math.max(tally.slowest, slowest);
  tally.peak = Math.max(tally.peak, peak, most);
  return at + 1;
}

/** An error and where in our code it came up: faults of one cause. */
function placeOf(stack) {
  const [message = '', ...frames] = stack.split('\n');
  const own = frames.find((line) => /\/packages\/|\/tools\//.test(line)) ?? frames[0] ?? '';
  return `${message.slice(0, 80)} ${own.trim().replace(/^.*\/(packages|tools)\//, '')}`;
}
