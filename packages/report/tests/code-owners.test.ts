import { splitCodeUse } from '@cmg/tasks';
import type { ReportSeed } from '../src/index.js';
import { codeOwners } from '../src/headline/code-owners.js';
import { sampleData } from './support/sample-data.js';

const example = sampleData({ seeds: 1 }).runs[0]?.seeds[0] as ReportSeed;
const MODALITIES = ['audio', 'video'];

/** A seed whose modalities have these codes, of eight. */
function seed(audio: readonly number[], video: readonly number[]): ReportSeed {
  const set = (modality: string, indices: readonly number[]) => ({
    split: 'test',
    modality,
    clips: indices.length,
    segments: 1,
    levels: 1,
    size: 8,
    indices: Int32Array.from(indices),
  });
  return { ...example, codes: splitCodeUse([set('audio', audio), set('video', video)]) };
}

test('a code is of the modality that has over 80 % of its use, or mixed', () => {
  // Code 0 is audio's alone, 1 video's, 2 of both by halves; 3 by 8 to 2, which is not over 80 %.
  const audio = [...Array<number>(8).fill(3), 0, 2];
  const video = [...Array<number>(2).fill(3), 2, ...Array<number>(7).fill(1)];
  const found = codeOwners({ seeds: [seed(audio, video)] }, MODALITIES);
  expect(found?.owned.map(({ mean }) => mean)).toEqual([1, 1]);
  expect([found?.mixed.mean, found?.used.mean]).toEqual([2, 4]);
});

test('modalities count as if they had equally many segments', () => {
  // Nine of ten uses are audio's, but its share of audio is 90 % of 10 and video's 100 % of 1.
  const found = codeOwners({ seeds: [seed([...Array<number>(9).fill(0), 1], [0])] }, MODALITIES);
  expect(found?.owned.map(({ mean }) => mean)).toEqual([1, 0]);
  expect(found?.mixed.mean).toBe(1);
});

test('over seeds it is a mean with its deviation', () => {
  const found = codeOwners({ seeds: [seed([0], [0]), seed([0, 1, 2], [3, 4, 5])] }, MODALITIES);
  expect(found?.mixed).toEqual({ mean: 0.5, deviation: expect.closeTo(Math.SQRT1_2), count: 2 });
  expect(found?.used.mean).toBe(3.5);
  expect(codeOwners({ seeds: [] }, MODALITIES)).toBeNull();
});
