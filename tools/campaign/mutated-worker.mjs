/**
 * `node mutated-worker.mjs <format> <folder> <seed> <first case>`: damages and reads case after case for ever. How far it is stands in the file
 * `progress` of the folder, as what it reads may stop or end it; faults are lines of JSON.
 */
import { CmgError, Random } from '@cmg/core';
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { TARGETS } from './targets/index.mjs';

/** Bytes above which garbage is collected, so that what one file takes is seen, and not what is left of others. */
const MUCH = 300 * 2 ** 20;

const [format = '', folder = '', seed, first] = process.argv.slice(2);
const target = await TARGETS[format]?.(folder);
if (target === undefined) {
  console.log(JSON.stringify({ skipped: true }));
  process.exit();
}
process.stdin.on('end', () => process.exit()).resume(); // its parent is gone
const file = openSync(join(folder, 'progress'), 'w');
const progress = new Float64Array(5);
const random = new Random(Number(seed));

for (let n = Number(first); ; n++) {
  progress[0] = n;
  writeSync(file, progress, 0, 40, 0);
  const begun = performance.now();
  try {
    await target.read(target.make(random.fork(format, n)));
    progress[1]++;
  } catch (error) {
    if (error instanceof CmgError) progress[2]++;
    else console.log(JSON.stringify({ case: n, stack: String(error?.stack ?? error).slice(0, 1500) }));
  }
  progress[3] = Math.max(progress[3], performance.now() - begun);
  if (Object.keys(Object.prototype).length > 0) console.log(JSON.stringify({ case: n, stack: 'Object.prototype was changed' }));
  if (n % 64 === 0) {
    await setImmediate();
    const memory = process.memoryUsage.rss();
    progress[4] = Math.max(progress[4], memory);
    if (memory > MUCH) globalThis.gc?.();
  }
}
