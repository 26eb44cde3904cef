import { type CodeSet, splitCodeUse } from '../src/index.js';

const set = (modality: string, indices: number[], size = 4): CodeSet => ({
  split: 'test',
  modality,
  clips: indices.length,
  segments: 1,
  levels: 1,
  size,
  indices: Int32Array.from(indices),
});

test('counts, shares and shared codes, by hand', () => {
  const use = splitCodeUse([set('audio', [0, 0, 0, 1]), set('video', [0, 1, 1, 2])]);
  expect(use.counts).toEqual({ audio: [3, 1, 0, 0], video: [1, 2, 1, 0] });
  expect(use.shares['audio']).toEqual([3 / 4, 1 / 3, 0, 0]);
  expect(use.shares['video']).toEqual([1 / 4, 2 / 3, 1, 0]);
  expect(use).toMatchObject({ size: 4, used: { audio: 2, video: 3 }, usedByAny: 3, usedByAll: 2, shared: 2 / 3 });
});

test('a modality with fewer segments weighs as much as another', () => {
  const use = splitCodeUse([set('audio', [0, 0, 0, 0]), set('text', [0])]);
  expect(use.shares).toEqual({ audio: [0.5, 0, 0, 0], text: [0.5, 0, 0, 0] });
});

test('a split without clips uses no code', () => {
  const use = splitCodeUse([set('audio', []), set('video', [])]);
  expect(use).toMatchObject({ usedByAny: 0, shared: 0, shares: { audio: [0, 0, 0, 0] } });
});
