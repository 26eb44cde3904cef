/** One of two processes that train together is killed at a random time, and both are begun again, until they end: as if nothing had been. */
import { Random } from '@cmg/core';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expectFinished } from './kills.mjs';
import { CMG, start } from './process.mjs';
import { Tally } from './tally.mjs';

/** Seconds that one waits for the other; and what it may take, besides, until both have ended. */
const TIMEOUT = 60;
const ENDING_MS = 60_000;

/** @returns {AsyncGenerator<Tally>} */
export async function* ranks({ folder, seed, until, jobs }) {
  const tally = new Tally('kills of ranks');
  const job = (await jobs()).find(({ name }) => name === 'pretrain');
  const launch = (out) => {
    const args = job.args(out, 0).filter((argument) => argument !== '--resume');
    const all = [CMG, 'launch', '-n', '2', '--timeout', String(TIMEOUT), '--', ...args, '--start-or-resume'];
    return start(process.execPath, all, { wallMs: TIMEOUT * 1000 + ENDING_MS + 10 * job.whole.ms });
  };
  const unbroken = await launch(join(folder, 'whole')).done;
  expectFinished(unbroken);
  const whole = { ms: unbroken.ms, result: await job.result(join(folder, 'whole')) };
  const random = new Random(seed).fork('ranks');
  do await killAgain({ job, launch, whole, out: join(folder, 'out') }, random, until, tally);
  while (Date.now() < until);
  yield tally;
}

/** One folder, from nothing to its end. */
async function killAgain({ job, launch, whole, out }, random, until, tally) {
  rmSync(out, { recursive: true, force: true });
  const seen = {};
  for (;;) {
    const both = launch(out);
    const [rank, after] = [random.integer(0, 2), whole.ms * random.uniform(0.3, 1.1)];
    let killed = false;
    const timer = setTimeout(() => {
      const pid = childrenOf(both.pid)[rank];
      if (Date.now() > until || pid === undefined) return;
      killed = true;
      process.kill(pid, 'SIGKILL');
    }, after);
    const end = await both.done;
    clearTimeout(timer);
    tally.saw(killed ? 'killed' : 'read', end.ms, end.peak);
    try {
      if (end.why) throw new Error(`they hang: ${end.why}`);
      await job.check(out, seen, end.stderr);
      if (killed && end.code === 1) continue;
      expectFinished(end);
      if ((await job.result(out)) !== whole.result) throw new Error('the end is not that of an unbroken command');
    } catch (error) {
      tally.fault(error.message.split('\n')[0], `rank ${rank}, after ${tally.cases} kills: ${error.stack}`);
    }
    return;
  }
}

/** The processes that a process has started, in their order. */
const childrenOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter((text) => text !== '')
    .map(Number);
