import { segments } from '../src/sections/segments.js';
import { sampleData } from './support/sample-data.js';

const data = sampleData({ seeds: 2 });
const headings = (text: string) => [...text.matchAll(/<h3>([^<]+)/g)].map(([, title]) => title);

test('classes of the codes of each row, features of the last one by class and by modality', () => {
  const { text } = segments(data);
  expect(headings(text)).toEqual(['Baseline', '+ MM-EMA', 'Full model', 'By class', 'By modality']);
  expect(text).toContain('Semantic features of 60 held-out segments of all modalities with Full model');
  expect(text).toContain('118 codes in use. Seed 0.');
});

test('clips without labels have features by modality alone', () => {
  const runs = data.runs.map((run) => ({
    ...run,
    seeds: run.seeds.map((seed) => ({
      ...seed,
      segments: {
        ...seed.segments!,
        classes: [],
        codeClasses: [],
        sample: { ...seed.segments!.sample, classes: Array<number>(60).fill(-1) },
      },
    })),
  }));
  expect(headings(segments({ ...data, runs }).text)).toEqual(['By modality']);
});

test('runs whose segments were not kept show nothing', () => {
  const runs = data.runs.map((run) => ({ ...run, seeds: run.seeds.map(({ segments: _segments, ...seed }) => seed) }));
  expect(segments({ ...data, runs }).text).toBe('');
});
