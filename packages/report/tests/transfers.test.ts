import { headlineTables } from '../src/index.js';
import { directions, transfers } from '../src/sections/transfers.js';
import { sampleData } from './support/sample-data.js';

const tables = headlineTables(sampleData());

test('a panel for each task, of the mean of all directions', () => {
  const { text } = transfers(tables);
  expect([...text.matchAll(/aria-label="([^"]+)"/g)].map(([, label]) => label)).toEqual([
    'classification, mean of all transfers: accuracy of every row',
  ]);
  expect(text).toContain('Whiskers: a standard deviation over seeds. Dotted: the best that needs no model. Upright:');
  expect(text).toMatch(/<figcaption>(chance|most frequent class) 10\.0; labels of the target 9\d\.\d<\/figcaption>/);
});

test('a panel for each direction, where there are several', () => {
  expect([...directions(tables[0]!).text.matchAll(/<h3>([^<]+)/g)].map(([, title]) => title)).toEqual([
    'audio → video',
    'video → audio',
    'audio → text',
    'text → audio',
    'video → text',
    'text → video',
  ]);
  const data = sampleData({ seeds: 1 });
  const runs = data.runs.map((run) => ({
    ...run,
    seeds: run.seeds.map((seed) => ({ ...seed, transfer: seed.transfer.filter(({ from, to }) => from === 'audio' && to === 'video') })),
  }));
  const single = headlineTables({ ...data, runs });
  expect(directions(single[0]!).text).toBe('');
  expect(transfers(single).text).toContain('aria-label="classification, audio → video: accuracy of every row"');
  expect(transfers(single).text).not.toContain('Whiskers');
});
