/**
 * `npm run campaign [-- --minutes 60 --seed 1 --only mutated,kills --formats npy,npz]`: tries to make the project lose data, hang, take too much memory,
 * or fail by anything but a sentence. Prints a line for each part, and exits with 1 if there was a fault. The same seed damages files alike.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { disks } from './disks.mjs';
import { hostile } from './hostile.mjs';
import { openJobs } from './jobs.mjs';
import { kills } from './kills.mjs';
import { mutated } from './mutated.mjs';
import { ranks } from './ranks.mjs';
import { tableOf } from './tally.mjs';
import { TARGETS } from './targets/index.mjs';
import { writers } from './writers.mjs';

/** What runs side by side, one part after the other, with the share of the time that is left when it begins. */
const LANES = [
  {
    kills: { run: kills, share: 0.7 },
    ranks: { run: ranks, share: 0.6 },
    disks: { run: disks, share: 0.5 },
    writers: { run: writers, share: 1 },
  },
  { hostile: { run: hostile, share: 1 }, mutated: { run: mutated, share: 1 } },
];

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: LANES.flatMap((lane) => Object.keys(lane)).join() },
    formats: { type: 'string', default: Object.keys(TARGETS).join() },
  },
});
const wanted = new Set(values.only.split(','));
const known = LANES.flatMap((lane) => Object.keys(lane));
const formats = values.formats.split(',');
/** @type {[what: string, names: string[], all: string[]][]} */
const named = [
  ['part', [...wanted], known],
  ['format', formats, Object.keys(TARGETS)],
];
for (const [what, names, all] of named) {
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`there is no ${what} '${unknown}'; there are: ${all.join(', ')}`);
}

const folder = mkdtempSync(join(tmpdir(), 'cmg-campaign-'));
/** @type {ReturnType<typeof openJobs> | undefined} */
let opened;
const jobs = () => (opened ??= openJobs(join(folder, 'jobs')));
const end = Date.now() + 60_000 * Number(values.minutes);
const begun = performance.now();
try {
  const lanes = await Promise.all(
    LANES.map(async (lane, i) => {
      const tallies = [];
      for (const [name, { run, share }] of Object.entries(lane)) {
        if (!wanted.has(name)) continue;
        const until = Date.now() + (end - Date.now()) * share;
        for await (const tally of run({ folder: join(folder, `${i}-${name}`), seed: Number(values.seed), until, jobs, only: formats })) {
          console.log(tally.cells.join('  '));
          tallies.push(tally);
        }
      }
      return tallies;
    }),
  );
  const tallies = lanes.flat();
  const faults = tallies.reduce((sum, { faultCount }) => sum + faultCount, 0);
  const cases = tallies.reduce((sum, tally) => sum + tally.cases, 0);
  console.log(`\n${tableOf(tallies)}\n`);
  console.log(
    `${cases.toLocaleString('en-GB')} cases in ${((performance.now() - begun) / 60_000).toFixed(1)} minutes, seed ${values.seed}: ${faults} faults`,
  );
  process.exitCode = faults === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
