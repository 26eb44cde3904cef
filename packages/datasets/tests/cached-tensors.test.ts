import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CmgError } from '@cmg/core';
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

  it('says where it cannot write', async () => {
    await writeFile(join(folder, 'deep'), 'a file where the folder should be');
    await expect(get()).rejects.toThrow(CmgError);
    await expect(get()).rejects.toThrow(/cache\.safetensors/);
  });
});
