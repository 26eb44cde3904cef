import { jest } from '@jest/globals';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSafetensors } from '@cmg/formats';
import { cachedTensors } from '../src/index.js';

const TENSORS = new Map([['a', { shape: [2], data: Float32Array.of(1, 2) }]]);

describe('cachedTensors', () => {
  let folder: string;
  let file: string;
  let built: number;
  const get = () =>
    cachedTensors(file, async () => {
      built++;
      return TENSORS;
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-cache-'));
    file = join(folder, 'deep', 'cache.safetensors');
    built = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('builds once, then reads', async () => {
    expect(await get()).toEqual(TENSORS);
    expect(await get()).toEqual(TENSORS);
    expect(built).toBe(1);
  });

  it.each([
    ['cut short', () => truncate(file, 70)],
    ['empty', () => truncate(file, 0)],
    [
      'changed in one bit',
      async () => {
        const bytes = await readFile(file);
        bytes[bytes.length - 1]! ^= 1;
        await writeFile(file, bytes);
      },
    ],
    ['of another writer, without a checksum', () => writeFile(file, Buffer.concat(encodeSafetensors(TENSORS)))],
  ])('builds again what is %s', async (_, harm) => {
    await get();
    await harm();
    expect(await get()).toEqual(TENSORS);
    expect(await get()).toEqual(TENSORS);
    expect(built).toBe(2);
  });

  it('builds anew where it cannot write, and says so', async () => {
    await writeFile(join(folder, 'deep'), 'a file where the folder should be');
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    try {
      expect(await get()).toEqual(TENSORS);
      expect(await get()).toEqual(TENSORS);
      expect(built).toBe(2);
      expect(warned.mock.calls).toEqual([[expect.stringMatching(/deep cannot be written .* Set CMG_CACHE_DIR/), 'CacheWarning']]);
    } finally {
      warned.mockRestore();
    }
  });
});
