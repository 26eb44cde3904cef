import { sizeChart } from '../src/charts/size-chart.js';

const point = (size: number, mean: number, deviation: number | null = null) => ({ size, score: { mean, deviation, count: 2 } });

test('twice as many codes are as far apart everywhere, and higher is better', () => {
  const { text } = sizeChart('sizes', [point(64, 10), point(128, 20), point(256, 30)]);
  expect(text).toContain('d="M48.0 168.0L187.0 89.0L326.0 10.0"');
  expect([...text.matchAll(/text-anchor="middle">(\d+)</g)].map((m) => m[1])).toEqual(['64', '128', '256']);
});

test('whiskers are a deviation long; without several seeds there are none', () => {
  const { text } = sizeChart('sizes', [point(64, 10, 10), point(256, 20, 0)]);
  expect(text).toContain('d="M48.0 10.0V168.0M45 10.0h6M45 168.0h6"');
  expect(text).toContain('<title>64 codes: 10.0 ±10.0 %</title>');
  expect(sizeChart('sizes', [point(64, 10), point(256, 20)]).text).not.toContain('±');
});

test('sizes that are close have one number for both', () => {
  const { text } = sizeChart('sizes', [point(2, 10), point(1000, 20), point(1024, 20)]);
  expect([...text.matchAll(/text-anchor="middle">(\d+)</g)].map((m) => m[1])).toEqual(['2', '1000']);
});
