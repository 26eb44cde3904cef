import type { HeadlineTable } from '../src/index.js';
import { strictestMarks } from '../src/headline/strictest-marks.js';

test('the highest of each kind that says something about the column', () => {
  const references: HeadlineTable['references'] = [
    { label: 'chance', kind: 'floor', values: [10, null] },
    { label: 'most frequent class', kind: 'floor', values: [12, null] },
    { label: 'labels of the target', kind: 'ceiling', values: [90, null] },
    { label: 'linear probe', kind: 'ceiling', values: [null, null] },
  ];
  const table: HeadlineTable = { task: 't', score: 's', columns: [], rows: [], references, reference: null };
  expect(strictestMarks(table, 0)).toEqual({
    floor: { label: 'most frequent class', value: 12 },
    ceiling: { label: 'labels of the target', value: 90 },
  });
  expect(strictestMarks(table, 1)).toEqual({ floor: undefined, ceiling: undefined });
});
