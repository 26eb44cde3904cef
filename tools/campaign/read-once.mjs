/** `node read-once.mjs <kind> <file>...`: reads each file, and says how that went, a line of JSON each. */
import { CmgError } from '@cmg/core';
import { peakOf } from './process.mjs';
import { READERS } from './readers.mjs';

const [kind = '', ...files] = process.argv.slice(2);
const read = await READERS[kind]();
for (const file of files) {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  let outcome = 'read';
  try {
    await read(file);
  } catch (error) {
    outcome = error instanceof CmgError ? 'refused' : String(error?.stack ?? error);
  }
  const { user, system } = process.cpuUsage(cpu);
  const computing = (user + system) / 1000;
  console.log(JSON.stringify({ outcome, ms: performance.now() - begun, computing, peak: peakOf(process.pid) }));
}
process.exit(); // A pipe that was opened without need would keep it.
