import { type Labels, labelsIfAny } from '../src/index.js';

const LABELS: Labels = { clipClasses: Int32Array.of(0), segmentClasses: {} };
const labels = async (split: string): Promise<Labels> => {
  if (split === 'train') return LABELS;
  throw new Error('no labels');
};

test.each([
  ['those of a split that has them', ['bell'], ['train'], 'train', LABELS],
  ['none of a split without', ['bell'], ['train'], 'test', undefined],
  ['those of any split where all have them', ['bell'], undefined, 'train', LABELS],
  ['none where the data has no classes', [], undefined, 'train', undefined],
])('%s', async (_, classes, labelledSplits, split, expected) => {
  expect(await labelsIfAny({ classes, labels, ...(labelledSplits && { labelledSplits }) }, split)).toBe(expected);
});

test('a split that should have labels fails as the data set does', async () => {
  await expect(labelsIfAny({ classes: ['bell'], labels }, 'test')).rejects.toThrow('no labels');
});
