import { examples } from '../src/sections/examples.js';
import { sampleData } from './support/sample-data.js';

const data = sampleData({ seeds: 1 });

test('segments of one code stand side by side: the sound can be played, the word stands out, the class is told', () => {
  const [, first = ''] = examples(data).text.split('<figure');
  expect(first).toContain('<h3>Code 7</h3>');
  expect(first).toMatch(/<audio controls [^>]*src="data:audio\/wav;base64,UklGR/);
  expect(first.match(/<img [^>]*src="data:image\/png;base64,iVBOR/g)).toHaveLength(2);
  expect(first).toContain('the old house with <mark>seven</mark> small birds resting under a');
  expect([...first.matchAll(/<b>(\w+)</g)].map(([, label]) => label)).toEqual(['seven', 'seven', 'background']);
});

test('data of features alone has no examples', () => {
  const runs = data.runs.map((run) => ({
    ...run,
    seeds: run.seeds.map((seed) => ({ ...seed, segments: { ...seed.segments!, examples: [] } })),
  }));
  expect(examples({ ...data, runs }).text).toBe('');
});
