/**
 * The table of one corpus: floor, linear probe of raw features, the rival and its codes, and what `cmg init --data` writes; every
 * direction, mean and deviation of three seeds, as Markdown.
 *
 *     npm run build && node benchmarks/own-clips/table.mjs FEATURES OUT [--seeds 3]
 *
 * FEATURES is a folder that `cmg extract` wrote; OUT gets the config and its runs. What is trained already is not trained again.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { values, positionals } = parseArgs({ allowPositionals: true, options: { seeds: { type: 'string', default: '3' } } });
const [features, out] = positionals;
if (features === undefined || out === undefined) throw new Error('usage: node benchmarks/own-clips/table.mjs FEATURES OUT [--seeds N]');

/** What a script prints; its progress goes to the terminal. */
const run = (script, ...args) =>
  execFileSync(process.execPath, [join(ROOT, script), ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const cmg = (...args) => run('packages/cli/bin/cmg.mjs', ...args);

const rival = new Map(
  [...run('benchmarks/own-clips/rival.mjs', features, '--seeds', values.seeds).matchAll(/^(\S.*?) {2,}(.*)$/gm)].map(([, name, score]) => [
    name,
    score,
  ]),
);
if (!existsSync(join(out, 'config.yaml'))) cmg('init', out, '--data', features);
const study = ['study', 'probe', '--data', join(out, 'config.yaml'), '--rows', 'this config', '--seeds', values.seeds];
const [{ columns, rows, references }] = JSON.parse(cmg(...study, '--out', join(out, 'table'), '--json'));

const score = (value, deviation) =>
  value === null ? '-' : `${value.toFixed(1)}${typeof deviation === 'number' ? ` ±${deviation.toFixed(1)}` : ''}`;
const of = (label, column) => references.find((reference) => reference.label === label)?.values[column] ?? null;
console.log('| | most frequent | labels | rival | rival, 128 codes | ours |\n|---|---|---|---|---|---|');
for (const [column, { pair }] of columns.entries()) {
  if (pair === undefined) continue;
  const name = `${pair.from} -> ${pair.to}`;
  const own = rows[0].cells[column];
  const cells = [
    `${pair.from} → ${pair.to}`,
    score(of('most frequent class', column)),
    score(of('linear probe of raw features', column)),
    rival.get(name),
    rival.get(`${name}, codes`),
    score(own.mean, own.deviation),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
