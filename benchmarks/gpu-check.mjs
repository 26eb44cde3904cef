/**
 * `npm run gpu:check -- [FILE]`: on a machine with an NVIDIA GPU, whether TensorFlow for CUDA runs, computes what the official code computes, and
 * what share of a training step the device works. Under ten minutes; all goes to a JSON file, by default gpu-check.json.
 */
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { hasNvidiaGpu, NO_GPU } from '../packages/runtime/provision/index.mjs';

if (!hasNvidiaGpu()) {
  console.error(`gpu:check: ${NO_GPU}; nothing was checked.`);
  process.exit(1);
}

const ROOT = join(import.meta.dirname, '..');
const CASES = 4;
/** Seconds that a case runs while the device is watched. */
const WATCHED = 20;
const file = process.argv[2] ?? 'gpu-check.json';

const { CASES: all } = await import('./cases.mjs');
const { deviceUse } = await import('./device-use.mjs');
const { deviation, median } = await import('./statistics.mjs');
const { WorkerProcess } = await import('./worker-process.mjs');

/** @type {Record<string, unknown>} */
const outcome = {
  machine: `${cpus()[0]?.model}, Node ${process.versions.node}`,
  gpu: nvidiaSmi('--query-gpu=name,driver_version,memory.total', '--format=csv,noheader'),
};
const keep = () => writeFileSync(file, `${JSON.stringify(outcome, null, 2)}\n`);

outcome.doctor = JSON.parse(command('doctor', 'packages/cli/bin/cmg.mjs', 'doctor', '--backend', 'gpu', '--json'));
keep();
outcome.parity = command('parity', 'packages/parity/bin/parity.mjs', 'fixtures/official', '--backend', 'gpu').trim().split('\n');
keep();
const cases = [];
outcome.cases = cases;
for (const benchmark of all.slice(0, CASES)) {
  const measured = await measure(benchmark);
  cases.push({ name: benchmark.name, ...measured });
  keep();
  console.log(`${benchmark.title}: ${JSON.stringify(measured)}`);
}
console.log(`written to ${file}`);

/** A step on the device: its time, the share of it in which a kernel runs, and what is copied to and from it. */
async function measure(benchmark) {
  const worker = new WorkerProcess(process.execPath, [join(import.meta.dirname, 'ours/worker.mjs')], { BENCH_BACKEND: 'gpu' });
  try {
    await worker.ask('prepare', benchmark);
    await worker.ask('run', 1);
    const { seconds: once } = await worker.ask('run', 1);
    const repeats = Math.max(1, Math.round(1 / once));
    const watch = spawn('nvidia-smi', ['dmon', '-i', '0', '-s', 'ut', '-d', '1'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    watch.stdout.on('data', (text) => (printed += text));
    const times = [];
    for (const end = performance.now() + 1000 * WATCHED; performance.now() < end;) times.push((await worker.ask('run', repeats)).seconds);
    watch.kill();
    await setTimeout(100);
    const seconds = median(times);
    const { share, receivedPerSecond, sentPerSecond } = deviceUse(printed);
    const { peakBytes } = await worker.ask('memory', true);
    return {
      seconds,
      deviation: deviation(times),
      share,
      bytesToDevice: Math.round(receivedPerSecond * seconds),
      bytesFromDevice: Math.round(sentPerSecond * seconds),
      peakBytes,
    };
  } finally {
    worker.close();
  }
}

/** What one of our programs prints; where it fails, so does the check. */
function command(name, ...args) {
  console.log(`${name} ...`);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (status === 0) return stdout;
  console.error(`gpu:check: ${name} failed:\n${stdout}${stderr}`);
  process.exit(1);
}

function nvidiaSmi(...args) {
  return spawnSync('nvidia-smi', args, { encoding: 'utf8' }).stdout?.trim() ?? '';
}
