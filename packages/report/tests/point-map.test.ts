import { pointMap } from '../src/charts/point-map.js';

test('a group is one path of dots, at one scale with the others', () => {
  const { text } = pointMap('features', [
    {
      name: 'cat',
      colour: 'red',
      points: [
        [0, 0],
        [10, 0],
      ],
    },
    { name: 'dog', colour: 'blue', points: [[5, 5]] },
  ]);
  expect([...text.matchAll(/stroke="(\w+)"[^>]* d="([^"]+)"><title>(\w+)/g)].map((m) => m.slice(1))).toEqual([
    ['red', 'M14.00 228.00h0M326.00 228.00h0', 'cat'],
    ['blue', 'M170.00 72.00h0', 'dog'],
  ]);
});
