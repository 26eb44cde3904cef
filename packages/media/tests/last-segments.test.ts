import { LastSegments } from '../src/index.js';

test('keeps the last T segments, the oldest first', () => {
  const last = new LastSegments(2, [1, 2]);
  const add = (value: number) => last.add(Float32Array.of(value, -value));
  expect(add(1)).toEqual({ data: Float32Array.of(1, -1), shape: [1, 1, 1, 2] });
  expect(add(2)).toEqual({ data: Float32Array.of(1, -1, 2, -2), shape: [1, 2, 1, 2] });
  expect(add(3)).toEqual({ data: Float32Array.of(2, -2, 3, -3), shape: [1, 2, 1, 2] });
});
