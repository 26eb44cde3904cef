import { type CodeSet, codeUse } from '../src/index.js';

const set = (modality: string, indices: number[], size = 4): CodeSet => ({
  split: 'test',
  modality,
  clips: indices.length,
  segments: 1,
  size,
  indices: Int32Array.from(indices),
});

test('counts, shares and shared codes, by hand', () => {
  const use = codeUse([set('audio', [0, 0, 0, 1]), set('video', [0, 1, 1, 2])]);
  expect(use.counts).toEqual({ audio: [3, 1, 0, 0], video: [1, 2, 1, 0] });
  expect(use.shares['audio']).toEqual([3 / 4, 1 / 3, 0, 0]);
  expect(use.shares['video']).toEqual([1 / 4, 2 / 3, 1, 0]);
  expect(use).toMatchObject({ size: 4, used: 3, usedByAll: 2, sharedByAll: 2 / 3 });
});

test('a modality with fewer segments weighs as much as another', () => {
  const use = codeUse([set('audio', [0, 0, 0, 0]), set('text', [0])]);
  expect(use.shares).toEqual({ audio: [0.5, 0, 0, 0], text: [0.5, 0, 0, 0] });
});

test('one modality alone shares everything with itself; nothing encoded shares nothing', () => {
  expect(codeUse([set('audio', [1, 3])])).toMatchObject({ used: 2, usedByAll: 2, sharedByAll: 1 });
  expect(codeUse([set('audio', []), set('video', [])])).toMatchObject({ used: 0, usedByAll: 0, sharedByAll: 0 });
});
