/** @import { BenchmarkRun, Case, Result, Side } from './types.ts' */
/** `npm run bench`: ours against PyTorch; its options are in README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeFileAtomic } from '@cmg/formats';
import { CASES } from './cases.mjs';
import { compareRuns, formatChanges, isSlower } from './compare-runs.mjs';
import { measureCase } from './measure-case.mjs';
import { findPyTorch } from './python.mjs';
import { withReadingFiles } from './reading-files.mjs';
import { curvesOf, drawing } from './scaling.mjs';
import { createTable } from './table.mjs';

const COLUMNS = ['pytorch', 'torch.compile', 'native', 'wasm'];
/** Seconds that one side may take for one case, the warm-up not counted, and how often a case is measured while other load disturbs it. */
const LIMITS = { full: { budget: 4, tries: 3 }, quick: { budget: 1, tries: 1 } };

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    column: { type: 'string', multiple: true },
    threads: { type: 'string', default: '2' },
    json: { type: 'string' },
    against: { type: 'string' },
  },
});

const columns = values.column ?? (values.quick ? ['pytorch', 'native'] : COLUMNS);
const unknown = columns.filter((name) => !COLUMNS.includes(name));
if (unknown.length > 0) throw new Error(`there is no column ${unknown.join(', ')}; known: ${COLUMNS.join(', ')}`);
const wanted = new RegExp(values.only);
const cases = CASES.filter(({ name, quick }) => wanted.test(name) && (quick || !values.quick));
if (cases.length === 0) throw new Error(`there is no such case; known: ${CASES.map(({ name }) => name).join(', ')}`);
/** @type {BenchmarkRun | undefined} */
const earlier = values.against === undefined ? undefined : JSON.parse(readFileSync(values.against, 'utf8'));
const machine = `${cpus()[0]?.model}, ${values.threads} threads, Node ${process.versions.node}`;

const results = await withReadingFiles(cases, measureAll);
if (CASES.every(({ name, growth }) => growth === undefined || results.some((result) => result.name === name)))
  writeFileSync(join(import.meta.dirname, 'scaling.svg'), drawing(curvesOf(results)));
if (earlier !== undefined) {
  const changes = compareRuns(earlier, { machine, results });
  console.log(`\n${formatChanges(changes)}`);
  if (isSlower(changes)) process.exitCode = 1;
}

/**
 * Prints each row as soon as it is measured, and writes all that there are.
 *
 * @param {readonly Case[]} prepared
 * @returns {Promise<Result[]>}
 */
async function measureAll(prepared) {
  const table = createTable(
    columns,
    prepared.map(({ title }) => title),
  );
  console.log(`${machine}; median ± median absolute deviation, (time over PyTorch's), peak memory\n\n${table.head()}`);
  const measured = [];
  for (const benchmark of prepared) {
    const sides = columns.filter((name) => benchmark.columns?.includes(name) ?? true).map(sideOf);
    if (sides.length === 0) continue;
    const limits = values.quick ? LIMITS.quick : LIMITS.full;
    const { name, title, growth } = benchmark;
    const result = {
      name,
      title,
      ...(growth && { growth }),
      sides: await measureCase(benchmark, sides, limits, (note) => console.error(`${title}: ${note}`)),
    };
    expectSameModels(result);
    measured.push(result);
    console.log(table.row(result));
    if (values.json !== undefined) await writeFileAtomic(values.json, `${JSON.stringify({ machine, results: measured }, undefined, 2)}\n`);
  }
  return measured;
}

/** @param {string} column @returns {Side} */
function sideOf(column) {
  return column === 'native' || column === 'wasm' ? ours(column) : pytorch(column);
}

/** @param {string} backend @returns {Side} */
function ours(backend) {
  const env = { BENCH_BACKEND: backend, TF_NUM_INTRAOP_THREADS: values.threads, TF_NUM_INTEROP_THREADS: '1' };
  return { name: backend, open: [process.execPath, [join(import.meta.dirname, 'ours/worker.mjs')], env] };
}

/** @param {string} name @returns {Side} */
function pytorch(name) {
  const { python, reason } = findPyTorch();
  if (python === undefined) return { name, reason };
  const compiled = name === 'torch.compile' ? { BENCH_COMPILE: '1' } : {};
  const env = { BENCH_THREADS: values.threads, OMP_NUM_THREADS: values.threads, PYTHONDONTWRITEBYTECODE: '1', ...compiled };
  return { name, open: [python, [join(import.meta.dirname, 'pytorch/worker.py')], env] };
}

/**
 * The same model on all sides has the same number of parameters.
 *
 * @param {Result} result
 */
function expectSameModels({ title, sides }) {
  const counts = new Set(Object.values(sides).flatMap(({ parameters }) => parameters ?? []));
  if (counts.size > 1) throw new Error(`${title}: the sides have models of ${[...counts].join(' and ')} parameters`);
}
