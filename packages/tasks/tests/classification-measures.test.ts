import { classificationMeasures } from '../src/index.js';

const measure = (rows: readonly (readonly number[])[], truth: readonly number[], classes: readonly string[]) =>
  classificationMeasures(
    { data: Float32Array.from(rows.flat()), shape: [rows.length, classes.length] },
    { data: Float32Array.from(truth), shape: [truth.length] },
    classes,
  );

/*
 * truth [0,0,0,1,1,2], predicted [0,0,1,1,2,2]. By hand, and as scikit-learn defines them:
 * accuracy_score 4/6; balanced_accuracy_score (2/3 + 1/2 + 1)/3 = 13/18; confusion_matrix [[2,1,0],[0,1,1],[0,0,1]].
 */
test('six clips of three classes', () => {
  const hot = (c: number) => [0, 1, 2].map((i) => (i === c ? 2 : -1));
  const result = measure([0, 0, 1, 1, 2, 2].map(hot), [0, 0, 0, 1, 1, 2], ['a', 'b', 'c']);
  expect(result.primary).toBe('accuracy');
  expect(result.scores['accuracy']).toBeCloseTo(66.6667, 4);
  expect(result.scores['meanPerClass']).toBeCloseTo(72.2222, 4);
  expect(result.confusion).toEqual([
    [2, 1, 0],
    [0, 1, 1],
    [0, 0, 1],
  ]);
  expect(result.perClass).toEqual([(100 * 2) / 3, 50, 100]);
  expect(result.chance).toBeCloseTo(33.3333, 4);
  expect(result.floors).toEqual({ 'most frequent class': 50 });
});

test('a class without a clip has no accuracy and does not weigh in the mean', () => {
  const result = measure(
    [
      [1, 0, 0],
      [0, 0, 1],
    ],
    [0, 0],
    ['a', 'b', 'c'],
  );
  expect(result.perClass).toEqual([50, null, null]);
  expect(result.scores).toEqual({ accuracy: 50, meanPerClass: 50 });
});

test('the first class wins a tie', () => {
  expect(
    measure(
      [
        [3, 3],
        [3, 3],
      ],
      [0, 1],
      ['a', 'b'],
    ).confusion,
  ).toEqual([
    [1, 0],
    [1, 0],
  ]);
});

test('shapes that do not fit are refused', () => {
  expect(() => measure([[1, 0]], [0, 1], ['a', 'b'])).toThrow('expected logits of shape [2, 2], got [1, 2]');
  expect(() => measure([], [], ['a', 'b'])).toThrow('no clip');
});
