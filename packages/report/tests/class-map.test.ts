import { classMap } from '../src/charts/class-map.js';

test('codes in use are in the order of their main classes, the surest first, and cells as strong as their fraction', () => {
  const counts = [
    [0, 0, 4], // background
    [1, 3, 0],
    [0, 0, 0], // unused
    [0, 8, 0],
    [5, 0, 0],
  ];
  const { text } = classMap('classes', counts, ['cat', 'dog']);
  expect([...text.matchAll(/<title>(code [^<]+)</g)].map(([, title]) => title)).toEqual([
    'code 4: 5 segments; cat 100 %',
    'code 3: 8 segments; dog 100 %',
    'code 1: 4 segments; dog 75 %, cat 25 %',
    'code 0: 4 segments; background 100 %',
  ]);
  expect([...text.matchAll(/fill-opacity="([\d.]+)" d="([^"]+)"/g)].map(([, shade, d]) => [shade, d!.match(/M/g)?.length])).toEqual([
    ['1', 3],
    ['0.25', 1],
    ['0.75', 1],
  ]);
  expect([...text.matchAll(/text-anchor="end">([^<]+)</g)].map(([, name]) => name)).toEqual(['cat', 'dog', 'background']);
});

test('many codes of many classes make a small picture without names', () => {
  const classes = Array.from({ length: 141 }, (_, i) => `class ${i}`);
  const counts = Array.from({ length: 400 }, (_, code) => Array.from({ length: 142 }, (_, c) => (c === code % 142 ? 900 : 1)));
  const { text } = classMap('classes', counts, classes);
  expect(text.match(/<path/g)).toHaveLength(1);
  expect(text).not.toContain('<text');
  expect(text.length).toBeLessThan(100_000);
});
