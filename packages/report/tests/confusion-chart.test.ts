import { confusionChart } from '../src/charts/confusion-chart.js';

test('a cell is as strong as its share of the row', () => {
  const { text } = confusionChart(
    'c',
    [
      [3, 1],
      [0, 2],
    ],
    ['cat', 'dog'],
  );
  expect([...text.matchAll(/fill-opacity="([\d.]+)" d="([^"]+)"/g)].map(([, shade, d]) => [shade, d!.match(/M/g)?.length])).toEqual([
    ['0.75', 1],
    ['0.25', 1],
    ['1', 1],
  ]);
  expect(text).toContain('<title>cat, taken for dog: 1</title>');
});

test('many classes make one path per shade, without names', () => {
  const counts = Array.from({ length: 142 }, (_, r) => Array.from({ length: 142 }, (_, c) => (r === c ? 9 : 1)));
  const { text } = confusionChart(
    'c',
    counts,
    counts.map((_, i) => `class ${i}`),
  );
  expect(text.match(/<path/g)).toHaveLength(2);
  expect(text).not.toContain('class 1');
});

test('a class without a clip is an empty row', () => {
  expect(
    confusionChart(
      'c',
      [
        [0, 0],
        [1, 1],
      ],
      ['a', 'b'],
    ).text,
  ).not.toContain('NaN');
});
