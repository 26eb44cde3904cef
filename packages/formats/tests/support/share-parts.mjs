/**
 * `node share-parts.mjs <room> <parts> <log> <kill at>`: shares work in a room, of which it writes a line for each part and for the merge, and
 * kills itself within so manyth part. Runs the built package.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { shareWork } from '../../dist/index.js';

const [room, parts, log, killAt] = process.argv.slice(2);
let begun = 0;
const outcome = await shareWork({
  room,
  job: 'lines',
  parts: Array.from({ length: Number(parts) }, (_, i) => `p${i}`),
  async work(part) {
    if (++begun === Number(killAt)) process.kill(process.pid, 'SIGKILL');
    await setTimeout(20);
    appendFileSync(log, `${part}\n`);
    return part;
  },
  merge(outcomes) {
    appendFileSync(log, `${outcomes.join(' ')}\n`);
    return Promise.resolve();
  },
});
process.stdout.write(outcome);
