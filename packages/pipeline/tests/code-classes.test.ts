import { codeClasses } from '../src/segments/code-classes.js';

const set = (modality: string, levels: number, indices: readonly number[]) => ({
  split: 'test',
  modality,
  clips: 1,
  segments: indices.length / levels,
  levels,
  size: 4,
  indices: Int32Array.from(indices),
});

test('segments of all modalities on each code, background last', () => {
  const segmentClasses = { audio: Int32Array.of(-1, 1, 1), video: Int32Array.of(0, 1, -1) };
  const labels = { clipClasses: Int32Array.of(1), segmentClasses };
  expect(codeClasses([set('audio', 1, [3, 0, 0]), set('video', 1, [1, 0, 3])], labels, 2)).toEqual([
    [0, 3, 0],
    [1, 0, 0],
    [0, 0, 0],
    [0, 0, 2],
  ]);
});

test('a segment of several codes counts for each of them', () => {
  const labels = { clipClasses: Int32Array.of(0), segmentClasses: { audio: Int32Array.of(0, -1) } };
  expect(codeClasses([set('audio', 2, [0, 2, 1, 2])], labels, 1)).toEqual([
    [1, 0],
    [0, 1],
    [1, 1],
    [0, 0],
  ]);
});
