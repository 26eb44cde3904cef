/** @import { Case, Result, Side } from './types.ts' */
/** `npm run bench [-- --case <name> --backend <name> --json <file> --threads <n> --scaling]`: ours against PyTorch, see README.md. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CASES } from './cases.mjs';
import { measureCase } from './measure-case.mjs';
import { findPyTorch } from './python.mjs';
import { withReadingFiles } from './reading-files.mjs';
import { measureScaling } from './scaling.mjs';
import { formatTable } from './table.mjs';

const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: [] },
    backend: { type: 'string', multiple: true, default: ['native', 'wasm'] },
    threads: { type: 'string', default: '2' },
    json: { type: 'string' },
    scaling: { type: 'boolean', default: false },
  },
});

await (values.scaling ? measureScaling(ours(values.backend[0] ?? 'native')) : compare());

async function compare() {
  const cases = values.case.length === 0 ? CASES : CASES.filter(({ name }) => values.case.some((wanted) => name.startsWith(wanted)));
  if (cases.length === 0) throw new Error(`there is no such case; known: ${CASES.map(({ name }) => name).join(', ')}`);
  const results = await withReadingFiles(cases, (prepared) => measureAll(prepared));
  expectSameModels(results);
  console.log(`${cpus()[0]?.model}, ${values.threads} threads; median ± median absolute deviation, (time over PyTorch's), peak memory\n`);
  console.log(formatTable(results));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, undefined, 2)}\n`);
}

/**
 * @param {readonly Case[]} cases
 * @returns {Promise<Result[]>}
 */
async function measureAll(cases) {
  const results = [];
  for (const benchmark of cases) {
    console.error(`${benchmark.title} …`);
    const sides = [pytorch(), ...values.backend.slice(0, benchmark.backends).map(ours)];
    results.push({ name: benchmark.name, title: benchmark.title, sides: await measureCase(benchmark, sides) });
  }
  return results;
}

/**
 * @param {string} backend
 * @returns {Side}
 */
function ours(backend) {
  const env = { BENCH_BACKEND: backend, TF_NUM_INTRAOP_THREADS: values.threads, TF_NUM_INTEROP_THREADS: '1' };
  return { name: backend, open: [process.execPath, [join(import.meta.dirname, 'ours/worker.mjs')], env] };
}

/** @returns {Side} */
function pytorch() {
  const { python, reason } = findPyTorch();
  if (python === undefined) return { name: 'pytorch', reason };
  const env = { BENCH_THREADS: values.threads, OMP_NUM_THREADS: values.threads, PYTHONDONTWRITEBYTECODE: '1' };
  return { name: 'pytorch', open: [python, [join(import.meta.dirname, 'pytorch/worker.py')], env] };
}

/**
 * The same model on all sides has the same number of parameters.
 *
 * @param {readonly Result[]} all
 */
function expectSameModels(all) {
  for (const { title, sides: measured } of all) {
    const counts = new Set(Object.values(measured).flatMap(({ parameters }) => parameters ?? []));
    if (counts.size > 1) throw new Error(`${title}: the sides have models of ${[...counts].join(' and ')} parameters`);
  }
}
