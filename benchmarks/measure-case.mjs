import { WorkerProcess } from './worker-process.mjs';

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
 * @returns per side `{ seconds: [...], cpuSeconds: [...], peakBytes, parameters, version }`, or `{ reason }` where it could not run
 */
export async function measureCase(benchmark, sides) {
  const runs = [];
  for (const side of sides) runs.push(await start(benchmark, side));
  for (let round = 0; round < MOST; round++) {
    for (const run of runs) if (run.worker && wantsRound(run)) await takeRound(run);
  }
  for (const run of runs) await finish(run);
  return Object.fromEntries(runs.map(({ name, result }) => [name, result]));
}

async function start(benchmark, { name, open, reason }) {
  const run = { name, spent: 0, result: { reason } };
  if (reason !== undefined) return run;
  run.worker = new WorkerProcess(...open);
  run.result = { seconds: [], cpuSeconds: [] };
  await guard(run, async () => {
    Object.assign(run.result, await run.worker.ask({ prepare: benchmark }));
    let first = await run.worker.ask({ run: 1 });
    // The first step of a training case records its graph.
    if (benchmark.kind === 'training' || first.seconds < BUDGET / 2) first = await run.worker.ask({ run: 1 });
    run.repeats = Math.max(1, Math.round(ROUND / first.seconds));
    // What takes so long is its own warm-up.
    if (first.seconds > BUDGET) record(run, first);
  });
  return run;
}

const wantsRound = ({ spent, result: { seconds } }) => spent < BUDGET || (seconds.length < LEAST && spent < MOST_SECONDS);

const takeRound = (run) => guard(run, async () => record(run, await run.worker.ask({ run: run.repeats })));

function record(run, { seconds, cpuSeconds }) {
  run.spent += seconds * run.repeats;
  run.result.seconds.push(seconds);
  run.result.cpuSeconds.push(cpuSeconds);
}

async function finish(run) {
  await guard(run, async () => Object.assign(run.result, await run.worker?.ask({ memory: true })));
  run.worker?.close();
}

/** A side that fails says why in the table; the others go on. */
async function guard(run, work) {
  try {
    await work();
  } catch (error) {
    run.worker?.close();
    run.worker = undefined;
    run.result = { reason: error.message.split('\n', 1)[0].replace(/^\w*Error: /, '') };
  }
}
