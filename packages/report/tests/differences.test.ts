import type { HeadlineTable } from '../src/index.js';
import { differences } from '../src/sections/differences.js';

/** Rows of no columns, compared with `full`. */
const table = (task: string, rows: Readonly<Record<string, readonly [mean: number, low: number, high: number] | null>>): HeadlineTable => ({
  task,
  score: 'accuracy',
  columns: [],
  rows: Object.entries(rows).map(([label, found]) => ({
    label,
    cells: [],
    difference: found && { mean: found[0], interval: [found[1], found[2]] },
  })),
  references: [],
  reference: 'full',
});

test('a row for each but the one that they are compared with, a column for each task', () => {
  const { text } = differences([
    table('classification', { 'no club': [-3, -5, -1], 'no cpc': [0.5, -1, 2], full: null }),
    table('retrieval', { 'no club': [4, 1, 7], 'no cpc': null, full: null }),
  ]);
  expect([...text.matchAll(/<tr><th scope="row">([^<]+)<\/th>(.*?)<\/tr>/g)].map(([, label, cells]) => [label, cells])).toEqual([
    ['no club', '<td><b>−3.0</b><small>[−5.0, −1.0]</small></td><td><b>+4.0</b><small>[+1.0, +7.0]</small></td>'],
    ['no cpc', '<td>+0.5<small>[−1.0, +2.0]</small></td><td>–</td>'],
  ]);
});

test('a single row differs from nothing', () => {
  expect(differences([{ ...table('classification', { full: null }), reference: null }]).text).toBe('');
});
