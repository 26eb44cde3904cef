/** Commands on a disk that is full: they say so, leave no half-written file, and go on when there is room. */
import { Random } from '@cmg/core';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expectFinished } from './kills.mjs';
import { cmg, wrongEnd } from './process.mjs';
import { Tally } from './tally.mjs';

const LEAST = 16 * 1024;
const ENOUGH = 64 * 2 ** 20;

/** Mounts a file system in memory, or changes its size. @returns whether that could be done */
const mount = (at, bytes, more = '') =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `${more}size=${Math.ceil(bytes)}`, 'tmpfs', at]).status === 0;

/** One tally for each command. @returns {AsyncGenerator<Tally>} */
export async function* disks({ folder, seed, until, jobs }) {
  const at = join(folder, 'disk');
  mkdirSync(at, { recursive: true });
  if (!mount(at, LEAST)) {
    const tally = new Tally('full disks');
    tally.skipped = 'left out: no file system can be mounted here, which takes the rights of root on Linux';
    yield tally;
    return;
  }
  spawnSync('umount', [at]);
  const all = await jobs();
  for (const [i, job] of all.entries()) {
    const tally = new Tally(`full disks of ${job.name}`);
    const random = new Random(seed).fork('disks', job.name);
    const share = Date.now() + (until - Date.now()) / (all.length - i);
    do await fill(job, at, LEAST + random.uniform() ** 2 * job.whole.bytes, tally);
    while (Date.now() < share);
    yield tally;
  }
}

async function fill(job, at, bytes, tally) {
  if (!mount(at, bytes)) throw new Error('a file system cannot be mounted any more');
  const out = join(at, 'out');
  const seen = {};
  try {
    const full = await cmg(job.args(out, 0));
    tally.saw(full.code === 0 ? 'read' : 'refused', full.ms, full.peak);
    const wrong = wrongEnd(full);
    if (wrong !== undefined) throw new Error(wrong);
    const left = readdirSync(at, { recursive: true }).filter((name) => String(name).endsWith('.tmp'));
    if (left.length > 0) throw new Error(`${left[0]} is left`);
    await job.check(out, seen, full.stderr);
    if (!mount(at, ENOUGH, 'remount,')) throw new Error('the file system cannot be made larger');
    const again = await cmg(job.args(out, 0));
    expectFinished(again);
    await job.check(out, seen, again.stderr);
    if ((await job.result(out)) !== job.whole.results[0]) throw new Error('the end is not that of a disk with room');
  } catch (error) {
    tally.fault(error.message.split('\n')[0], `on ${Math.ceil(bytes)} bytes: ${error.stack}`);
  } finally {
    spawnSync('umount', [at]);
    rmSync(out, { recursive: true, force: true });
  }
}
