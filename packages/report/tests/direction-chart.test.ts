import { directionChart } from '../src/charts/direction-chart.js';

test('a dot per run, the last one filled, and a tick at the bound', () => {
  const { text } = directionChart('scores', [{ label: 'audio → video', scores: [0, undefined, 50], bound: 100, chance: 25 }]);
  expect([...text.matchAll(/<circle cx="([\d.]+)" r="\d" fill="([^"]+)"/g)].map((m) => [m[1], m[2]])).toEqual([
    ['130', 'var(--paper)'],
    ['583', 'var(--ink)'],
  ]);
  expect(text).toContain('d="M1036 -9V9"');
  expect(text).toContain('class="zero" d="M356.5 ');
});
