/** @import { StudyRun, Variant } from './render-tables.mjs' */
/**
 * `node benchmarks/defaults/run.mjs [--study <name>] [--only <variant>] [--out <folder>]`: trains every variant of a study
 * (`<study>.yaml`) with every seed, measures transfer on held-out clips, appends one line per run to `<study>.jsonl` and rewrites
 * the tables in `RESULTS.md`. What a `.jsonl` holds already is not run again. Needs `npm run setup` first.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import { renderTables } from './render-tables.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '../..');
const STUDIES = ['audio-video', 'three-modalities'];

const { values } = parseArgs({
  options: { study: { type: 'string' }, only: { type: 'string' }, out: { type: 'string', default: join(ROOT, 'runs/defaults') } },
});
mkdirSync(values.out, { recursive: true });

for (const name of STUDIES.filter((study) => (values.study ?? study) === study)) {
  const { base, set, seeds, variants } = readStudy(name);
  for (const seed of seeds) {
    for (const variant of variants) {
      if (values.only && variant.name !== values.only) continue;
      if (readResults(name).some((r) => r.variant === variant.name && r.seed === seed)) continue;
      appendFileSync(resultsFile(name), `${JSON.stringify(measure(base, { ...variant, set: { ...set, ...variant.set } }, seed))}\n`);
      writeTables();
    }
  }
}
writeTables();

/**
 * @param {string} name
 * @returns {{ base: string, set: Record<string, unknown>, seeds: readonly number[], variants: readonly Variant[] }}
 */
function readStudy(name) {
  return parse(readFileSync(join(HERE, `${name}.yaml`), 'utf8'));
}

/** @param {string} name */
function resultsFile(name) {
  return join(HERE, `${name}.jsonl`);
}

/**
 * @param {string} name
 * @returns {StudyRun[]}
 */
function readResults(name) {
  const file = resultsFile(name);
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
}

function writeTables() {
  const tables = STUDIES.map((name) => ({ name, variants: readStudy(name).variants, results: readResults(name) }));
  writeFileSync(join(HERE, 'RESULTS.md'), renderTables(tables));
}

/**
 * Trains one variant with one seed; what its codes transfer and how many of them live.
 *
 * @param {string} base
 * @param {Variant} variant
 * @param {number} seed
 * @returns {StudyRun}
 */
function measure(base, variant, seed) {
  const name = `${variant.name.toLowerCase().replace(/\W+/g, '-')}-${seed}`;
  const file = join(values.out, `${name}.yaml`);
  writeFileSync(file, stringify({ extends: join(ROOT, base), name, set: variant.set, without: variant.without ?? [] }));
  cmg(['pretrain', '--config', file, '--out', values.out, '--seed', String(seed), '--resume']);
  const run = join(values.out, name);
  /** @type {{ from: string, to: string, measures: { primary: string, scores: Record<string, number> } }[]} */
  const transfer = JSON.parse(cmg(['transfer', '--run', run, '--seed', String(seed), '--json']));
  const last = JSON.parse(readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n').at(-1) ?? '{}');
  const directions = Object.fromEntries(
    transfer
      .filter(({ from, to }) => from !== to)
      .map(({ from, to, measures }) => [`${from}->${to}`, measures.scores[measures.primary] ?? NaN]),
  );
  rmSync(run, { recursive: true });
  return { variant: variant.name, seed, directions, codes: last.codes };
}

/** @param {readonly string[]} args */
function cmg(args) {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'packages/cli/bin/cmg.mjs'), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (status !== 0) process.exit(status ?? 1);
  return stdout;
}
