/** Hostile files, each read in a process of its own; and what is no file, in place of a file of each kind. */
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ENDINGS, HOSTILE, NO_FILES } from './hostile-files.mjs';
import { LIMITS, start } from './process.mjs';
import { Tally } from './tally.mjs';

const READ_ONCE = join(import.meta.dirname, 'read-once.mjs');
/** Of computing, for what has to be loaded before anything is read, in ms. */
const LOADING = 15_000;

/** @returns {AsyncGenerator<Tally>} */
export async function* hostile({ folder }) {
  mkdirSync(folder, { recursive: true });
  const files = new Tally('hostile files');
  for (const { kind, ending, name, make } of HOSTILE) {
    const file = join(folder, `hostile${ending}`);
    rmSync(file, { force: true });
    await make(file);
    await readIn(files, kind, [[name, file]], statSync(file).size);
  }
  if (existsSync('executed')) files.fault('executed', 'a file was executed');
  yield files;
  const others = new Tally('what is no file');
  for (const [kind, ending] of Object.entries(ENDINGS)) {
    const made = NO_FILES.map(({ name, make }, i) => {
      const file = join(folder, `${kind}-${i}${ending}`);
      make(file);
      return [name, file];
    });
    await readIn(others, kind, made, 0);
  }
  yield others;
}

/** @param {number} size bytes that reading may take besides the limit, of a file that is read whole */
async function readIn(tally, kind, named, size) {
  const { stdout, stderr, why, code, signal } = await start(process.execPath, [READ_ONCE, kind, ...named.map(([, file]) => file)], {
    cpuMs: LOADING + named.length * LIMITS.cpuMs,
    wallMs: 2 * LIMITS.wallMs,
    bytes: LIMITS.bytes + size,
  }).done;
  const results = stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  for (const [i, { outcome, ms, computing, peak }] of results.entries()) {
    const about = `${named[i]?.[0]}, as ${kind}`;
    tally.saw(outcome, ms, peak);
    if (computing > LIMITS.cpuMs) tally.fault(about, `${Math.round(computing)} ms of computing`);
    if (peak > LIMITS.bytes + size) tally.fault(about, `${Math.round(peak / 2 ** 20)} MB`);
    if (outcome !== 'read' && outcome !== 'refused') tally.fault(about, outcome.slice(0, 600));
  }
  if (results.length < named.length)
    tally.fault(`${named[results.length]?.[0]}, as ${kind}`, why || `it ended by ${code ?? signal}: ${stderr.slice(-600)}`);
}
