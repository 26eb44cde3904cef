import { availableParallelism } from 'node:os';
import { jobsFor, threadsOf } from '../src/jobs.js';

test('no more cells at once than there are, or than were asked for', () => {
  expect(jobsFor(4, 3, 'native')).toBe(3);
  expect(jobsFor(2, 3, 'native')).toBe(2);
  expect(jobsFor(2, 0, 'native')).toBe(1);
  expect(jobsFor('auto', 1, 'auto')).toBe(1);
  expect(jobsFor('auto', 100, 'gpu')).toBe(1);
  expect(jobsFor('auto', 100, 'native')).toBeLessThanOrEqual(Math.max(1, availableParallelism() / 2));
});

test('processes share the cores out', () => {
  expect(threadsOf(1)).toEqual({});
  expect(threadsOf(availableParallelism())).toEqual({ TF_NUM_INTRAOP_THREADS: '1', CMG_WASM_THREADS: '1' });
});
