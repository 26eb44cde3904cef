import { CmgError } from '@cmg/core';
import { encodeNpy } from '@cmg/formats';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArrayFiles } from '../src/arrays/array-files.js';
import { ReadingThread } from '../src/arrays/reading-thread.js';
import { release } from '../src/arrays/release.js';
import { fixture } from './support/fixtures.js';

const SOUNDS = Array.from({ length: 11 }, (_, clip) => fixture(`vggsound-avel/audio/zip/clip-${String(clip).padStart(6, '0')}.zip`));

describe.each([
  ['in this thread', () => new ArrayFiles()],
  ['in a thread of their own', () => new ReadingThread()],
])('arrays %s', (_, open) => {
  const files = open();
  afterAll(() => files.close());

  // Pickle protocols 2 to 5, float32 and float64, C and Fortran order, stored and deflated.
  it('reads every kind of zipped pickle as float32 in C order', async () => {
    for (const [clip, file] of SOUNDS.entries()) {
      const { data, shape } = await files.read({ file });
      expect(data).toBeInstanceOf(Float32Array);
      expect(shape).toEqual([[10, 9, 12][clip % 3], 128]);
      const heard = Array.from({ length: shape[0]! }, (_unused, t) => data[t * 128 + (clip % 3)] === 3);
      const [start, end] = [clip % 4, (clip % 4) + 4 + (clip % 3)];
      expect(heard.slice(0, 9)).toEqual(Array.from({ length: 9 }, (_unused, t) => t >= start && t < end));
    }
  });

  it('counts values that are not finite, and finds the first', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'cmg-arrays-')), 'a.npy');
    await writeFile(file, Buffer.concat(encodeNpy({ shape: [2, 2], data: Float32Array.of(1, NaN, 0, -Infinity) })));
    expect(await files.summary({ file })).toEqual({ shape: [2, 2], wrong: 2, first: 1, still: false });
    expect(await files.summary({ file: SOUNDS[0]! })).toEqual({ shape: [10, 128], wrong: 0, first: 0, still: false });
    await writeFile(file, Buffer.concat(encodeNpy({ shape: [3, 2], data: Float32Array.of(1, 2, 1, 2, 1, 2) })));
    expect(await files.summary({ file })).toMatchObject({ still: true });
    await rm(join(file, '..'), { recursive: true });
  });

  it('names a file that is missing, of no known kind, or without an array', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cmg-arrays-'));
    await writeFile(join(folder, 'text.npy'), 'text');
    await writeFile(join(folder, 'one.pkl'), Buffer.from('\x80\x02K\x01.', 'latin1'));
    await expect(files.read({ file: join(folder, 'none.npy') })).rejects.toThrow(/none\.npy: /);
    await expect(files.read({ file: join(folder, 'none.pkl') })).rejects.toThrow(/none\.pkl: is missing/);
    await expect(files.read({ file: join(folder, 'a.txt') })).rejects.toThrow(/is not an array file\n.*\.npy, \.npz/);
    await expect(files.read({ file: join(folder, 'text.npy') })).rejects.toThrow(CmgError);
    await expect(files.read({ file: join(folder, 'one.pkl') })).rejects.toThrow(/one\.pkl: does not contain an array/);
    await rm(folder, { recursive: true });
  });
});

describe('ReadingThread', () => {
  it('goes on when one of two that share it is closed, and starts again after both', async () => {
    const [one, other] = [new ReadingThread(), new ReadingThread()];
    const read = async (files: ReadingThread) => (await files.read({ file: SOUNDS[0]! })).shape;
    expect(await Promise.all([read(one), read(other)])).toEqual([
      [10, 128],
      [10, 128],
    ]);
    await one.close();
    await one.close();
    expect(await read(other)).toEqual([10, 128]);
    await other.close();
    expect(await read(one)).toEqual([10, 128]);
    await one.close();
  });

  it('answers while the main thread is busy', async () => {
    const files = new ReadingThread();
    await files.read({ file: SOUNDS[0]! });
    const answers = Promise.all(SOUNDS.map((file) => files.read({ file })));
    const end = performance.now() + 300;
    while (performance.now() < end);
    const before = performance.now();
    await answers;
    expect(performance.now() - before).toBeLessThan(100);
    await files.close();
  });
});

describe('release', () => {
  it('empties the array', () => {
    const array = { shape: [2], data: Float32Array.of(1, 2) };
    release(array);
    expect(array.data).toHaveLength(0);
  });
});
