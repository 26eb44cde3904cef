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

test('a segment without words shows a dash', () => {
  const media = { kind: 'words' as const, before: 'two', text: '', after: 'birds' };
  const segment = { modality: 'text', clip: 0, segment: 1, class: -1, media };
  const runs = data.runs.map((run) => ({
    ...run,
    seeds: run.seeds.map((seed) => ({ ...seed, segments: { ...seed.segments!, examples: [{ code: 1, segments: [segment, segment] }] } })),
  }));
  expect(examples({ ...data, runs }).text).toContain('two <mark>–</mark> birds');
});

test('data of features alone has no examples', () => {
  const runs = data.runs.map((run) => ({
    ...run,
    seeds: run.seeds.map((seed) => ({ ...seed, segments: { ...seed.segments!, examples: [] } })),
  }));
  expect(examples({ ...data, runs }).text).toBe('');
});
