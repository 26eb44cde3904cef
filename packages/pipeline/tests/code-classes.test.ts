import { codeClasses } from '../src/segments/code-classes.js';

const codes = (levels: number, indices: readonly number[]) => ({ levels, size: 4, indices: Int32Array.from(indices) });

test('segments of all modalities on each code, background last; those without classes have no part', () => {
  const audio = { codes: codes(1, [3, 0, 0]), labels: Int32Array.of(-1, 1, 1) };
  const video = { codes: codes(1, [1, 0, 3]), labels: Int32Array.of(0, 1, -1) };
  const text = { codes: codes(1, [2, 2, 2]), labels: undefined };
  expect(codeClasses([text, audio, video], 2)).toEqual([
    [0, 3, 0],
    [1, 0, 0],
    [0, 0, 0],
    [0, 0, 2],
  ]);
  expect(codeClasses([text], 2)).toEqual([]);
});

test('a segment of several codes counts for each of them', () => {
  expect(codeClasses([{ codes: codes(2, [0, 2, 1, 2]), labels: Int32Array.of(0, -1) }], 1)).toEqual([
    [1, 0],
    [0, 1],
    [1, 1],
    [0, 0],
  ]);
});
