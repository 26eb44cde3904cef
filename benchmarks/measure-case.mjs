import { WorkerProcess } from './worker-process.mjs';

/** Seconds that one side may take for one case, the warm-up not counted; at least `LEAST` rounds run all the same. */
const BUDGET = 8;
const LEAST = 2;
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
    for (const run of runs) if (run.worker && (round < LEAST || run.spent < BUDGET)) await takeRound(run);
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
    let { seconds } = await run.worker.ask({ run: 1 });
    if (seconds < BUDGET / 2) ({ seconds } = await run.worker.ask({ run: 1 }));
    run.repeats = Math.max(1, Math.round(ROUND / seconds));
  });
  return run;
}

const takeRound = (run) =>
  guard(run, async () => {
    const { seconds, cpuSeconds } = await run.worker.ask({ run: run.repeats });
    run.spent += seconds * run.repeats;
    run.result.seconds.push(seconds);
    run.result.cpuSeconds.push(cpuSeconds);
  });

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
    run.result = { reason: error.message.split('\n', 1)[0] };
  }
}
