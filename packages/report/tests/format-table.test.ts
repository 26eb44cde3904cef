import { formatTable } from '../src/index.js';
import { sampleData } from './support/sample-data.js';

const plain = formatTable(sampleData({ seeds: 1 }), { colour: false });

test('columns are aligned and every run has its row', () => {
  const lines = plain.split('\n');
  expect(lines[0]).toContain('classification: accuracy in percent');
  expect(lines[1]).toMatch(/^ +A→V +V→A +A→T +T→A +V→T +T→V +mean +A→A +V→V +T→T +codes +shared % +seconds +mean vs Full model$/);
  expect(lines.slice(2, 5).map((line) => line.split(/ {2,}/)[0])).toEqual(['Baseline', '+ MM-EMA', 'Full model']);
  expect(lines.slice(5).map((line) => line.split(/ {2,}/)[0])).toEqual([
    'chance',
    'most frequent class',
    'labels of the target',
    'The same letter twice is the labelled modality itself, the upper bound of those that it is transferred to.',
    'The last column is the difference in the mean of all transfers [interval of 95 %, paired bootstrap over seeds and clips, or directions where a score is no mean over clips].',
  ]);
  expect(new Set(lines.slice(1, 4).map((line) => line.length)).size).toBe(1);
  expect(lines[5]).toMatch(/^chance +10\.0 /);
});

test('deviations stand where there are several seeds', () => {
  expect(plain).not.toContain('±');
  expect(formatTable(sampleData({ seeds: 2 }), { colour: false })).toMatch(/Full model +\d+\.\d ±\d/);
});

test('colours mark the best, and nothing but text is left without them', () => {
  const coloured = formatTable(sampleData({ seeds: 1 }), { colour: true });
  // eslint-disable-next-line no-control-regex
  const codes = /\u001b\[\d+m/g;
  expect(coloured).toMatch(codes);
  expect(coloured.replace(codes, '')).toBe(plain);
});
