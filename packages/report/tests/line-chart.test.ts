import { lineChart } from '../src/charts/line-chart.js';

const pointsOf = (text: string) => [...text.matchAll(/<path fill="none"[^>]*d="([^"]*)"/g)].map(([, d]) => d!.split(/[ML]/).slice(1));

test('the featured line lies on top; its ends touch the corners of the plot', () => {
  const { text } = lineChart('loss', [
    {
      points: [
        [0, 4],
        [10, 2],
      ],
      featured: true,
    },
    {
      points: [
        [0, 3],
        [10, 3],
      ],
      featured: false,
    },
  ]);
  expect(pointsOf(text)).toEqual([
    ['38.0 74.0', '294.0 74.0'],
    ['38.0 8.0', '294.0 140.0'],
  ]);
  expect(text.lastIndexOf('--ink')).toBeGreaterThan(text.lastIndexOf('--faint'));
});

test('a floor is a dashed line of the same scale', () => {
  const points = [[0, 4] as const, [10, 2] as const];
  const { text } = lineChart('found', [{ points, featured: true }], 0);
  expect(text).toContain('<path class="axis floor" d="M38 140H294"/>'); // 0 is the lowest value now
  expect(pointsOf(text)).toEqual([['38.0 8.0', '294.0 74.0']]);
});

test('long lines are averaged to 150 points', () => {
  const points = Array.from({ length: 1000 }, (_, i) => [i, i % 2] as const);
  expect(pointsOf(lineChart('loss', [{ points, featured: true }]).text)[0]!.length).toBeLessThanOrEqual(150);
});

test('a single point is drawn without dividing by zero', () => {
  expect(lineChart('loss', [{ points: [[3, 5]], featured: true }]).text).not.toMatch(/NaN|Infinity/);
});
