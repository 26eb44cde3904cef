/** Two commands at once in one folder: one of them writes, the other is refused or comes after it, and the folder is that of one alone. */
import { Random } from '@cmg/core';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { cmg, wrongEnd } from './process.mjs';
import { Tally } from './tally.mjs';

/** What the second one says. */
const REFUSED = /is being written by process \d+ on |holds a run already/;

/** One tally for each command. @returns {AsyncGenerator<Tally>} */
export async function* writers({ folder, seed, until, jobs }) {
  const all = await jobs();
  for (const [i, job] of all.entries()) {
    const tally = new Tally(`two writers: ${job.name}`);
    const random = new Random(seed).fork('writers', job.name);
    const share = Date.now() + (until - Date.now()) / (all.length - i);
    do await twice(job, join(folder, job.name), random, tally);
    while (Date.now() < share);
    yield tally;
  }
}

async function twice(job, out, random, tally) {
  rmSync(out, { recursive: true, force: true });
  const variants = [random.integer(0, job.variants), random.integer(0, job.variants)];
  const delays = [0, 0.3 * random.uniform() * job.whole.ms];
  const ends = await Promise.all(
    variants.map(async (variant, i) => {
      await setTimeout(delays[i]);
      return cmg(job.args(out, variant));
    }),
  );
  try {
    for (const end of ends) {
      tally.saw(end.code === 0 ? 'read' : 'refused', end.ms, end.peak);
      const wrong =
        wrongEnd(end) ?? (end.code === 0 || REFUSED.test(end.stderr) ? undefined : `it ended with ${end.code}: ${end.stderr.slice(-600)}`);
      if (wrong !== undefined) throw new Error(wrong);
    }
    const wrote = variants.filter((_, i) => ends[i].code === 0);
    if (wrote.length === 0) throw new Error('each was refused for the other');
    const result = await job.result(out);
    if (!wrote.some((variant) => job.whole.results[variant] === result)) throw new Error('the folder is not that of one writer');
  } catch (error) {
    tally.fault(error.message.split('\n')[0], error.stack);
  }
}
