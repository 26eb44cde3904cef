/**
 * `npm run mutate [-- --only <package> --sample <n> --seed <n> --json <file> --again <file>]`: puts small faults into the sources, one
 * at a time, and counts how many the tests of their package find.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, setPriority } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../lib/run.mjs';
import { findMutants } from './find-mutants.mjs';
import { runTests } from './run-tests.mjs';
import { sampleOf } from './sample-of.mjs';
import { formatTable, shareKilled } from './table.mjs';

/** The method and what runs and measures it. */
const PACKAGES = ['codebook', 'dcid', 'mm-ema', 'trainer', 'tasks'];
/** Percent; fewer are an error. */
const LEAST_KILLED = 80;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: PACKAGES },
    sample: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    again: { type: 'string' },
  },
});
setPriority(10);

/** Mutants that change nothing that anyone could see, and why. */
const equivalents = JSON.parse(readFileSync(join(import.meta.dirname, 'equivalents.json'), 'utf8'));
/** What an earlier run found: only what it did not kill is tried again. */
const earlier = values.again === undefined ? [] : JSON.parse(readFileSync(values.again, 'utf8'));
const killed = new Map(earlier.filter(({ outcome }) => outcome === 'killed').map((result) => [result.id, result]));

const results = [];
for (const name of values.only) {
  console.error(`${name} …`);
  const sampled = sampleOf(mutantsOf(name), Number(values.sample), values.seed);
  const left = sampled.filter(({ id }) => !killed.has(id) && !(id in equivalents));
  const all = left.length === 0 ? undefined : await runTests(name, []);
  if (all !== undefined && all.outcome !== 'passed') throw new Error(`the tests of ${name} fail without any mutant`);
  for (const mutant of sampled) {
    const result = { package: name, ...about(mutant), ...(killed.get(mutant.id) ?? (await outcomeOf(name, mutant, all?.files))) };
    results.push(result);
    console.error(
      `${result.outcome.padEnd(10)} ${mutant.id} ${mutant.file}:${mutant.line}  ${mutant.from.replace(/\s+/g, ' ')} → ${mutant.to}`,
    );
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, undefined, 1)}\n`);
  }
}
console.log(`${cpus()[0]?.model}, Node ${process.versions.node}; ${values.sample} mutants a package, seed ${values.seed}\n`);
console.log(formatTable(results));
if (values.only.some((name) => shareKilled(results.filter((result) => result.package === name)) < LEAST_KILLED)) process.exitCode = 1;

/** @param {string} name */
function mutantsOf(name) {
  const folder = `packages/${name}/src`;
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.sort().flatMap((file) => findMutants(join(folder, file), readFileSync(join(ROOT, folder, file), 'utf8')));
}

function about({ id, file, line, from, to }) {
  return { id, file, line, from, to };
}

/** @returns {Promise<{ outcome: 'killed' | 'survived' | 'equivalent', by?: string, why?: string }>} */
async function outcomeOf(name, mutant, files) {
  if (mutant.id in equivalents) return { outcome: 'equivalent', why: equivalents[mutant.id] };
  const tests = testsFor(mutant, files);
  if (tests.length === 0) return { outcome: 'survived' };
  const usual = tests.reduce((sum, { seconds }) => sum + seconds, 0);
  const paths = tests.map(({ test }) => test);
  const run = await runTests(name, paths, mutant, 60 + 5 * usual);
  if (run.outcome === 'passed') return { outcome: 'survived' };
  const found = run.files.find(({ failed }) => failed);
  return { outcome: 'killed', by: found === undefined ? run.outcome : basename(found.test) };
}

/** The test files that run the mutant's function, or any of its file where it is in none; its namesake first, then the fastest. */
function testsFor({ file, scope }, files) {
  const running = files.filter(({ reached }) =>
    reached.some((mark) => mark === `${file}:${scope}` || (scope === undefined && mark.startsWith(`${file}:`))),
  );
  const namesake = `${basename(file, '.ts')}.test.ts`;
  const rank = ({ test, seconds }) => (basename(test) === namesake ? -1 : seconds);
  return (running.length > 0 || scope !== undefined ? running : [...files]).sort((a, b) => rank(a) - rank(b));
}
