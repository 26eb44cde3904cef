import { CmgError } from '@cmg/core';
import { decodeNpy, type FileArray, type NpyRows, readNpz, withNpyRows, writeNpz, writeRows } from '../src/index.js';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/npy/${name}`, import.meta.url));
const base = Float32Array.from({ length: 24 }, (_, i) => i - 0.5);
const float32: FileArray = { dtype: 'float32', shape: [4, 2, 3], data: base };

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-npy-'))));
afterAll(() => rm(folder, { recursive: true }));

const whole = (rows: NpyRows) => rows.all();

describe.each(['stored.npz', 'packed.npz'])('numpy.savez to %s', (name) => {
  it('holds arrays of every order and type', async () => {
    const arrays = await readNpz(fixture(name));
    expect([...arrays.keys()]).toEqual(['base', 'fortran', 'half', 'big', 'ints']);
    expect(arrays.get('base')).toEqual(float32);
    expect(arrays.get('fortran')).toEqual(float32);
    expect(arrays.get('half')).toEqual({ ...float32, dtype: 'float16' });
    expect(arrays.get('big')).toEqual({ dtype: 'float64', shape: [4, 2, 3], data: Float64Array.from(base) });
    expect(arrays.get('ints')).toEqual({ dtype: 'int64', shape: [2], data: BigInt64Array.of(1n, -2n) });
  });

  it('is read by name', async () => {
    expect(await withNpyRows(fixture(name), whole, 'fortran')).toEqual(float32);
    await expect(withNpyRows(fixture(name), whole)).rejects.toThrow(/contains 5 arrays; specify which\n {2}It has: base, fortran/);
    await expect(withNpyRows(fixture(name), whole, 'other')).rejects.toThrow(/has no entry 'other\.npy'/);
  });
});

describe('withNpyRows', () => {
  it.each(['base.npy', 'fortran.npy', 'version2.npy'])('reads %s a few rows at a time', async (name) => {
    const parts = await withNpyRows(fixture(name), async (rows) => {
      expect(rows.shape).toEqual([4, 2, 3]);
      const list: FileArray[] = [];
      for await (const part of rows.rows(3)) list.push(part);
      return list;
    });
    expect(parts).toEqual([
      { dtype: 'float32', shape: [3, 2, 3], data: base.subarray(0, 18) },
      { dtype: 'float32', shape: [1, 2, 3], data: base.subarray(18) },
    ]);
  });

  it('refuses text, cuts, and shapes that the file has no bytes for', async () => {
    await expect(withNpyRows(fixture('text.npy'), whole)).rejects.toThrow(/text\.npy: has elements of type '<U1'; expected numbers/);
    await expect(withNpyRows(join(folder, 'none.npy'), whole)).rejects.toThrow(/none\.npy: is missing/);
    const bytes = await readFile(fixture('base.npy'));
    const file = join(folder, 'cut.npy');
    for (let length = 0; length < bytes.length; length += 5) {
      await writeFile(file, bytes.subarray(0, length));
      await expect(withNpyRows(file, whole)).rejects.toThrow(CmgError);
    }
    await writeFile(file, bytes.toString('latin1').replace('(4, 2, 3), }           ', '(4, 2, 3000000000), }  '), 'latin1');
    await expect(withNpyRows(file, whole)).rejects.toThrow(/its shape \[4, 2, 3000000000\] needs 96000000128 bytes, it has 224/);
  });
});

describe('writing', () => {
  async function* parts() {
    yield base.subarray(0, 6);
    yield base.subarray(6);
  }

  it.each(['out.npy', 'out.npz'])('gives %s of parts', async (name) => {
    const file = join(folder, name);
    await writeRows(file, { shape: [4, 2, 3], type: Float32Array, name: 'x', rows: parts() });
    expect(await withNpyRows(file, whole)).toEqual(float32);
    if (name === 'out.npy') expect(decodeNpy(await readFile(file), file)).toEqual({ shape: [4, 2, 3], data: base });
  });

  it('refuses to write fewer rows into an archive than it says', async () => {
    const file = join(folder, 'short.npz');
    await expect(writeRows(file, { shape: [5, 2, 3], type: Float32Array, name: 'x', rows: parts() })).rejects.toThrow(
      /unexpected number of bytes/,
    );
    await expect(stat(file)).rejects.toThrow(/ENOENT/);
  });

  it('gives archives of several arrays', async () => {
    const file = join(folder, 'several.npz');
    await writeNpz(file, [
      ['a', { shape: [], data: Float64Array.of(2) }],
      ['b', { shape: [2], data: Int32Array.of(1, 2) }],
    ]);
    const arrays = await readNpz(file);
    expect(arrays.get('a')).toEqual({ dtype: 'float64', shape: [], data: Float64Array.of(2) });
    expect(arrays.get('b')).toEqual({ dtype: 'int32', shape: [2], data: Int32Array.of(1, 2) });
  });
});
