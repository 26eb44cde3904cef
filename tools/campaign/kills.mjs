/** Commands that are killed at random times, and begun again, until they end: they lose nothing, and end as if nothing had been. */
import { Random } from '@cmg/core';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cmg, wrongEnd } from './process.mjs';
import { Tally } from './tally.mjs';

/** One tally for each command. @returns {AsyncGenerator<Tally>} */
export async function* kills({ folder, seed, until, jobs }) {
  const all = await jobs();
  for (const [i, job] of all.entries()) {
    const tally = new Tally(`kills of ${job.name}`);
    const random = new Random(seed).fork('kills', job.name);
    const share = Date.now() + (until - Date.now()) / (all.length - i);
    do await killAgain(job, join(folder, job.name), random, share, tally);
    while (Date.now() < share);
    yield tally;
  }
}

/** One folder, from nothing to its end. */
async function killAgain(job, out, random, until, tally) {
  rmSync(out, { recursive: true, force: true });
  const seen = {};
  const { whole } = job;
  for (;;) {
    const variant = random.integer(0, job.variants);
    const killAfter = Date.now() < until ? whole.ms * random.uniform(0.15, 1.15) : undefined;
    const end = await cmg(job.args(out, variant), { killAfter });
    const killed = end.signal === 'SIGKILL' && end.why === '';
    tally.saw(killed ? 'killed' : 'read', end.ms, end.peak);
    // On a machine that others use commands are faster now and slower then: some three of four are to be killed.
    whole.ms *= killed ? 1.05 : 0.85;
    try {
      if (!killed) expectFinished(end);
      await job.check(out, seen, end.stderr);
      if (killed) continue;
      if ((await job.result(out)) !== job.whole.results[variant]) throw new Error('the end is not that of an unbroken command');
    } catch (error) {
      tally.fault(error.message.split('\n')[0], `after ${tally.cases} kills: ${error.stack}`);
    }
    return;
  }
}

/** @throws Error unless a command did what it was to do */
export function expectFinished(end) {
  const wrong = wrongEnd(end) ?? (end.code === 0 ? undefined : `it ended with ${end.code}: ${end.stderr.slice(-600)}`);
  if (wrong !== undefined) throw new Error(wrong);
}
