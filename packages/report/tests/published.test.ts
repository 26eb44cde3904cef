import { headlineTables, type ReportData, tablesAs } from '../src/index.js';
import { renderReport } from '../src/index.js';
import { sampleData } from './support/sample-data.js';

const task = sampleData().runs[0]?.seeds[0]?.transfer[0]?.task as string;
const data: ReportData = {
  ...sampleData({ seeds: 1 }),
  published: [
    {
      task,
      directions: [
        ['audio', 'video'],
        ['video', 'audio'],
      ],
      rows: { Baseline: [4.4, 5.9] },
    },
    { task: 'another', directions: [['audio', 'video']], rows: { 'Full model': [99] } },
  ],
};

test('figures stand in the columns of their directions, beside the rows that they are of', () => {
  const [table] = headlineTables(data);
  const [baseline, ...others] = table?.rows ?? [];
  const columns = table?.columns.map(({ label }) => label) ?? [];
  expect(baseline?.published?.[columns.indexOf('A→V')]).toBe(4.4);
  expect(baseline?.published?.[columns.indexOf('V→A')]).toBe(5.9);
  expect(baseline?.published?.filter((figure) => figure !== null)).toHaveLength(2);
  expect(others.every(({ published }) => published === undefined)).toBe(true);
});

test('their mean is told where all directions are', () => {
  const { modalities } = data;
  const directions = modalities.flatMap((from) => modalities.filter((to) => to !== from).map((to) => [from, to] as const));
  const rows = { Baseline: directions.map((_, i) => i) };
  const [table] = headlineTables({ ...data, published: [{ task, directions, rows }] });
  const mean = table?.columns.findIndex(({ kind }) => kind === 'mean') as number;
  expect(table?.rows[0]?.published?.[mean]).toBe(2.5);
});

test.each(['text', 'markdown', 'latex'] as const)('%s has them in brackets', (format) => {
  expect(tablesAs(format, data)).toMatch(/\d+\.\d[^\n]*\(4\.4\)/);
  expect(tablesAs(format, { ...data, published: [] })).not.toContain('(4.4)');
});

test('the report has them, and says what they are', () => {
  expect(renderReport(data)).toContain('<small>(4.4)</small>');
  expect(renderReport(data)).toContain('In brackets: what the paper says.');
  expect(renderReport({ ...data, published: [] })).not.toContain('In brackets');
});

test('in CSV they are lines of their own', () => {
  expect(tablesAs('csv', data)).toContain(`Baseline, published",audio → video,transfer,4.4,,,,`);
});
