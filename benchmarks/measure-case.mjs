/** @import { Answers, Case, Measured, Side } from './types.ts' */
import { WorkerProcess } from './worker-process.mjs';

/**
 * One side on its way through a case; without a worker from when it failed.
 *
 * @typedef {{ name: string, worker?: WorkerProcess | undefined, spent: number, repeats: number, result: Measured }} Run
 */

/** Seconds that one side may take for one case, the warm-up not counted; up to `MOST_SECONDS`, `LEAST` rounds run all the same. */
const BUDGET = 4;
const LEAST = 2;
const MOST_SECONDS = 15;
const MOST = 15;
/** Quick work is repeated within a round until it takes so long. */
const ROUND = 0.3;

/**
 * Runs one case on all sides in turn (A B A B ...), each in a process of its own.
 *
 * @param {Case} benchmark
 * @param {readonly Side[]} sides
 * @returns {Promise<Record<string, Measured>>} by the sides' names
 */
export async function measureCase(benchmark, sides) {
  const runs = [];
  for (const side of sides) runs.push(await start(benchmark, side));
  for (let round = 0; round < MOST; round++) {
    for (const run of runs) if (wantsRound(run)) await takeRound(run);
  }
  for (const run of runs) await finish(run);
  return Object.fromEntries(runs.map(({ name, result }) => [name, result]));
}

/**
 * @param {Case} benchmark
 * @param {Side} side
 */
async function start(benchmark, { name, open, reason }) {
  /** @type {Run} */
  const run = { name, worker: open && new WorkerProcess(...open), spent: 0, repeats: 1, result: { seconds: [], cpuSeconds: [], reason } };
  await guard(run, async (worker) => {
    Object.assign(run.result, await worker.ask('prepare', benchmark));
    let first = await worker.ask('run', 1);
    // The first step of a training case records its graph.
    if (benchmark.kind === 'training' || first.seconds < BUDGET / 2) first = await worker.ask('run', 1);
    run.repeats = Math.max(1, Math.round(ROUND / first.seconds));
    // What takes so long is its own warm-up.
    if (first.seconds > BUDGET) record(run, first);
  });
  return run;
}

/** @param {Run} run */
const wantsRound = ({ spent, result: { seconds } }) => spent < BUDGET || (seconds.length < LEAST && spent < MOST_SECONDS);

/** @param {Run} run */
const takeRound = (run) => guard(run, async (worker) => record(run, await worker.ask('run', run.repeats)));

/**
 * @param {Run} run
 * @param {Answers['run']} answer
 */
function record(run, { seconds, cpuSeconds }) {
  run.spent += seconds * run.repeats;
  run.result.seconds.push(seconds);
  run.result.cpuSeconds.push(cpuSeconds);
}

/** @param {Run} run */
async function finish(run) {
  await guard(run, async (worker) => void Object.assign(run.result, await worker.ask('memory', true)));
  run.worker?.close();
}

/**
 * A side that fails says why in the table; the others go on.
 *
 * @param {Run} run
 * @param {(worker: WorkerProcess) => Promise<void>} work done if there is a worker
 */
async function guard(run, work) {
  const { worker } = run;
  if (worker === undefined) return;
  try {
    await work(worker);
  } catch (error) {
    worker.close();
    run.worker = undefined;
    const [reason = ''] = /** @type {Error} */ (error).message.split('\n', 1);
    run.result = { seconds: [], cpuSeconds: [], reason: reason.replace(/^\w*Error: /, '') };
  }
}
