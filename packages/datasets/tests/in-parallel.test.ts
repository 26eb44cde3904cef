import { setTimeout } from 'node:timers/promises';
import { inParallel } from '../src/arrays/in-parallel.js';

describe('inParallel', () => {
  it('does everything once, no more than so many at a time', async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await inParallel(Array(20).keys(), 3, async (item) => {
      most = Math.max(most, ++running);
      await setTimeout(item % 3);
      running--;
      done.push(item);
    });
    expect(done.sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
    expect(most).toBe(3);
  });

  it('starts nothing more after a failure, which it throws', async () => {
    const started: number[] = [];
    const run = inParallel(Array(20).keys(), 2, async (item) => {
      started.push(item);
      await setTimeout(1);
      if (item === 3) throw new Error('three');
    });
    await expect(run).rejects.toThrow('three');
    expect(Math.max(...started)).toBeLessThan(6);
  });
});
