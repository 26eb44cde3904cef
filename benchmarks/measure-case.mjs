/** @import { Answers, Case, Measured, Side } from './types.ts' */
import { busySeconds, isDisturbed, otherCores, otherLoad } from './other-load.mjs';
import { WorkerProcess } from './worker-process.mjs';

/**
 * One side on its way through a case; without a worker from when it failed.
 *
 * @typedef {{ name: string, worker?: WorkerProcess | undefined, spent: number, repeats: number, result: Measured }} Run
 */

/** Up to so many seconds, `LEAST` rounds run whatever the budget is. */
const LEAST = 2;
const MOST_SECONDS = 15;
const MOST = 15;
/** Quick work is repeated within a round until it takes so long. */
const ROUND = 0.3;

/**
 * Runs one case on all sides; where other load disturbed it, again, and the least disturbed counts.
 *
 * @param {Case} benchmark
 * @param {readonly Side[]} sides
 * @param {{ budget: number, tries: number }} limits seconds that one side may take, the warm-up not counted; how often, at most, it is measured
 * @param {(note: string) => void} note
 * @returns {Promise<Record<string, Measured>>} by the sides' names
 */
export async function measureCase(benchmark, sides, { budget, tries }, note) {
  let best = await measureOnce(benchmark, sides, budget);
  for (let done = 1; done < tries && isDisturbed(best); done++) {
    note(`others took ${otherLoad(best).toFixed(1)} cores; measured again …`);
    const again = await measureOnce(benchmark, sides, budget);
    if (otherLoad(again) < otherLoad(best)) best = again;
  }
  return best;
}

/**
 * In turn (A B A B ...), each side in a process of its own.
 *
 * @param {Case} benchmark
 * @param {readonly Side[]} sides
 * @param {number} budget
 */
async function measureOnce(benchmark, sides, budget) {
  const runs = [];
  for (const side of sides) runs.push(await start(benchmark, side, budget));
  for (let round = 0; round < MOST; round++) {
    for (const run of runs) if (wantsRound(run, budget)) await takeRound(run);
  }
  for (const run of runs) await finish(run);
  return Object.fromEntries(runs.map(({ name, result }) => [name, result]));
}

/**
 * @param {Case} benchmark
 * @param {Side} side
 * @param {number} budget
 */
async function start(benchmark, { name, open, reason }, budget) {
  /** @type {Run} */
  const run = { name, worker: open && new WorkerProcess(...open), spent: 0, repeats: 1, result: nothing(reason) };
  await guard(run, async (worker) => {
    Object.assign(run.result, await worker.ask('prepare', benchmark));
    let first = await timed(worker, 1);
    Object.assign(run.result, { firstSeconds: first.seconds });
    // The first step of a training case records its graph.
    if (benchmark.kind === 'training' || first.seconds < budget / 2) first = await timed(worker, 1);
    run.repeats = Math.max(1, Math.round(ROUND / first.seconds));
    // What takes so long is its own warm-up.
    if (first.seconds > budget) record(run, first);
  });
  return run;
}

/** @param {string} [reason] @returns {Measured} */
const nothing = (reason) => ({ seconds: [], cpuSeconds: [], otherCores: [], reason });

/**
 * @param {Run} run
 * @param {number} budget
 */
const wantsRound = ({ spent, result: { seconds } }, budget) => spent < budget || (seconds.length < LEAST && spent < MOST_SECONDS);

/** @param {Run} run */
const takeRound = (run) => guard(run, async (worker) => record(run, await timed(worker, run.repeats)));

/**
 * A round, with what others took of the processor meanwhile.
 *
 * @param {WorkerProcess} worker
 * @param {number} repeats
 */
async function timed(worker, repeats) {
  const before = busySeconds();
  const answer = await worker.ask('run', repeats);
  const [wall, own] = [answer.seconds * repeats, answer.cpuSeconds * repeats];
  return { ...answer, otherCores: otherCores({ busy: busySeconds() - before, own, wall }) };
}

/**
 * @param {Run} run
 * @param {Answers['run'] & { otherCores: number }} answer
 */
function record(run, answer) {
  run.spent += answer.seconds * run.repeats;
  run.result.seconds.push(answer.seconds);
  run.result.cpuSeconds.push(answer.cpuSeconds);
  run.result.otherCores.push(answer.otherCores);
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
    run.result = nothing(reason.replace(/^\w*Error: /, ''));
  }
}
