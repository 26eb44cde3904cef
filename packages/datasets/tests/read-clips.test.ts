import { CmgError } from '@cmg/core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArrayFiles } from '../src/arrays/array-files.js';
import { ReadingThread } from '../src/arrays/reading-thread.js';
import { overwriteHdf5 } from './support/overwrite-hdf5.js';

/** Clips of two segments, of which the array has one. */
const layout = { shape: [2], fit: 'pad-zeros' } as const;

describe.each([
  ['in this thread', () => new ArrayFiles()],
  ['in a thread of their own', () => new ReadingThread()],
])('clips %s', (_, open) => {
  const files = open();
  let folder: string;
  const clips = (rows: readonly number[], spare?: Float32Array) =>
    files.clips({ from: rows.map((row) => ({ file: join(folder, 'a.h5'), row })), layout, segments: 2, ...(spare && { spare }) });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-clips-'));
    await overwriteHdf5(join(folder, 'a.h5'), 'a', Float32Array.of(1, 2, 3, 4, 5, 6), [3, 1, 2]);
  });
  afterAll(async () => {
    await files.close();
    await rm(folder, { recursive: true });
  });

  it('fits each array into its place, in the order asked for', async () => {
    expect(await clips([2, 0, 2])).toEqual(Float32Array.of(5, 6, 0, 0, 1, 2, 0, 0, 5, 6, 0, 0));
  });

  it('leaves nothing of what was in memory that is handed back, of its size or another', async () => {
    for (const size of [8, 4, 12]) {
      expect(await clips([1, 0], new Float32Array(size).fill(9))).toEqual(Float32Array.of(3, 4, 0, 0, 1, 2, 0, 0));
    }
  });

  it('names the array that does not fit', async () => {
    const from = [{ file: join(folder, 'a.h5'), row: 1 }];
    const read = files.clips({ from, layout: { shape: [3], fit: 'exact' }, segments: 2 });
    await expect(read).rejects.toThrow(CmgError);
    await expect(read).rejects.toThrow(/a\.h5\[1\]: has shape \[1, 2\]; expected \[2, 3\]/);
  });
});

// A block is 32 MB. Garbage collection alone lets some of them pile up: it runs when it likes.
it('reads batch after batch, one ahead, in the memory of two', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cmg-clips-'));
  const file = join(folder, 'a.h5');
  const width = 1_000_000;
  await overwriteHdf5(
    file,
    'a',
    Float32Array.from({ length: 2 * width }, (_, i) => i % 5),
    [2, 1, width],
  );
  const files = new ReadingThread();
  const read = (spare?: Float32Array) =>
    files.clips({
      from: Array.from({ length: 8 }, (_, i) => ({ file, row: i % 2 })),
      layout: { shape: [width], fit: 'exact' },
      segments: 1,
      ...(spare && { spare }),
    });
  try {
    let [used, ahead] = [await read(), read()];
    let settled = 0;
    for (let batch = 0; batch < 40; batch++) {
      const block = await ahead;
      ahead = read(used);
      expect(used).toHaveLength(0);
      expect(block[8 * width - 1]).toBe((2 * width - 1) % 5);
      used = block;
      if (batch === 4) settled = process.memoryUsage.rss();
      // Two blocks: other garbage of the process may add to that; a block that is kept each time would be over it by the third.
      if (batch > 4) expect(process.memoryUsage.rss() - settled).toBeLessThan(2 * 8 * width * Float32Array.BYTES_PER_ELEMENT);
    }
    await ahead;
  } finally {
    await files.close();
    await rm(folder, { recursive: true });
  }
});
