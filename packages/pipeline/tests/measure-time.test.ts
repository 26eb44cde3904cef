import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { loadConfig } from '@cmg/config';
import { createComponents, measureTime } from '../src/index.js';
import { timeOf } from '../src/study/measure-time.js';

test('the first steps count as they are, the others by those after them', () => {
  const readings = [
    { step: 5, at: 10 },
    { step: 10, at: 11 },
    { step: 15, at: 14 },
  ];
  expect(timeOf(readings, 105)).toBe(10 + 0.4 * 100);
  expect(timeOf([{ step: 5, at: 10 }], 10)).toBe(20);
  expect(timeOf([], 10)).toBe(0);
});

test('a few steps are trained, and nothing is left of them', async () => {
  const components = createComponents();
  const { config } = await loadConfig('digits-audio-text', components, {
    set: [
      'data.clips={train: 64, val: 8, test: 8}',
      'data.handwritings={train: 4, val: 3, test: 3}',
      'width=16',
      'training.batchSize=8',
      'training.compile=never',
    ],
  });
  const runs = (): string[] => readdirSync('.').flatMap((name) => (name === 'runs' ? ['runs', ...readdirSync(name)] : [])); // as other commands left them
  const before = runs();
  const seconds = await measureTime({ ...config, training: { ...config.training, epochs: 1000 } }, { components, seconds: 0.1 });
  expect(seconds).toBeGreaterThan(1);
  expect(runs()).toEqual(before);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('cmg-time-'))).toEqual([]);
});
