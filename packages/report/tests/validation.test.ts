import { validation } from '../src/sections/validation.js';
import { sampleData } from './support/sample-data.js';

const names = (text: string) => [...text.matchAll(/<h3>([^<]*)<\/h3>/g)].map(([, name]) => name);

test('a chart of found pairs with chance, of codes in use and shared, and of the loss on held-out pairs', () => {
  const { text } = validation(sampleData());
  expect(names(text)).toEqual([
    'found pairs',
    'codes shared by all',
    'codes of audio',
    'codes of video',
    'codes of text',
    'loss on held-out pairs',
  ]);
  expect(text.match(/class="axis floor"/g)).toHaveLength(1);
  expect(text).toContain('240 clips that were not trained on');
  expect(text).toContain('guessing has 0.025, the dashed line');
});

test('a run of one modality has no pairs to find', () => {
  const data = sampleData({ seeds: 1 });
  const runs = data.runs.map((run) => ({
    ...run,
    seeds: run.seeds.map((seed) => ({
      ...seed,
      metrics: seed.metrics.map(({ validation: shown, ...record }) => {
        if (shown === undefined) return record;
        const { retrieval: _, ...rest } = shown;
        return { ...record, validation: rest };
      }),
    })),
  }));
  const { text } = validation({ ...data, runs });
  expect(names(text)).toEqual(['codes shared by all', 'codes of audio', 'codes of video', 'codes of text', 'loss on held-out pairs']);
  expect(text).not.toContain('guessing');
});

test('nothing where nothing was held out', () => {
  const data = sampleData({ seeds: 1 });
  const runs = data.runs.map((run) => ({ ...run, seeds: run.seeds.map((seed) => ({ ...seed, metrics: [] })) }));
  expect(validation({ ...data, runs }).text).toBe('');
});
