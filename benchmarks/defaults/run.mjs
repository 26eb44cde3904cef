/**
 * `node benchmarks/defaults/run.mjs [--only <name>] [--out <folder>]`: trains every variant of `variants.yaml` with every seed,
 * measures transfer on held-out clips, appends one line per run to `results.jsonl` and rewrites the table in `RESULTS.md`.
 * What `results.jsonl` holds already is not run again. Needs `npm run setup` first.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import { applyVariant } from './apply-variant.mjs';
import { renderTable } from './render-table.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '../..');
const RESULTS = join(HERE, 'results.jsonl');

const { values } = parseArgs({ options: { only: { type: 'string' }, out: { type: 'string', default: join(ROOT, 'runs/defaults') } } });
const { base, seeds, variants } = parse(readFileSync(join(HERE, 'variants.yaml'), 'utf8'));
const results = existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8').trim().split('\n').filter(Boolean).map(JSON.parse) : [];
mkdirSync(values.out, { recursive: true });

for (const seed of seeds) {
  for (const variant of variants) {
    if (values.only && variant.name !== values.only) continue;
    if (results.some((r) => r.variant === variant.name && r.seed === seed)) continue;
    const result = measure(variant, seed);
    results.push(result);
    appendFileSync(RESULTS, `${JSON.stringify(result)}\n`);
    writeFileSync(join(HERE, 'RESULTS.md'), renderTable(variants, results));
  }
}

/** Trains one variant with one seed; what its codes transfer and how many of them live. */
function measure(variant, seed) {
  const name = `${variant.name.toLowerCase().replace(/\W+/g, '-')}-${seed}`;
  const config = applyVariant({ ...parse(readFileSync(join(ROOT, base), 'utf8')), name }, variant);
  const file = join(values.out, `${name}.yaml`);
  writeFileSync(file, stringify(config));
  cmg(['pretrain', '--config', file, '--out', values.out, '--seed', String(seed), '--resume']);
  const run = join(values.out, name);
  const transfer = JSON.parse(cmg(['transfer', '--run', run, '--seed', String(seed), '--json']));
  const last = JSON.parse(readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n').at(-1));
  const directions = Object.fromEntries(
    transfer.filter(({ from, to }) => from !== to).map(({ from, to, measures }) => [`${from}->${to}`, measures.scores[measures.primary]]),
  );
  rmSync(run, { recursive: true });
  return { variant: variant.name, seed, directions, codes: last.codes };
}

function cmg(args) {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'packages/cli/bin/cmg.mjs'), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (status !== 0) process.exit(status ?? 1);
  return stdout;
}
