import { CmgError } from '@cmg/core';
import h5wasm, { type Dataset } from 'h5wasm/node';
import { copyFile, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hdf5Files } from '../src/arrays/hdf5-files.js';
import { fixture } from './support/fixtures.js';
import { overwriteHdf5 } from './support/overwrite-hdf5.js';

describe('Hdf5Files', () => {
  let folder: string;
  let files: Hdf5Files;
  const at = (name: string) => join(folder, name);

  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-hdf5-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => void (files = new Hdf5Files()));
  afterEach(() => files.close());

  it('reads a row, and a whole dataset, of floats as float32 and of integers as float64', async () => {
    await overwriteHdf5(at('floats.h5'), 'a', Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
    const row = await files.read({ file: at('floats.h5'), name: 'a', row: 1 });
    expect(row).toEqual({ shape: [2], data: Float32Array.of(3, 4) });
    const order = await files.read({ file: fixture('ave/val_order.h5'), name: 'order' });
    expect(order).toEqual({ shape: [2], data: Float64Array.of(2, 7) });
  });

  it('finds the only dataset of a file without its name', async () => {
    expect(await files.shape({ file: fixture('ave/audio_feature.h5') })).toEqual([20, 10, 128]);
  });

  it('reads a file that two ask for at once, and one that was replaced', async () => {
    const file = at('again.h5');
    await overwriteHdf5(file, 'a', Float32Array.of(1, 2));
    const read = async (row: number) => (await files.read({ file, name: 'a', row })).data[0];
    expect(await Promise.all([read(0), read(1)])).toEqual([1, 2]);
    await copyFile(at('floats.h5'), file);
    expect((await files.read({ file, name: 'a', row: 0 })).data).toEqual(Float32Array.of(1, 2));
  });

  it('closes files when there are many', async () => {
    for (let i = 0; i < 40; i++) {
      await copyFile(fixture('ave/val_order.h5'), at(`${i}.h5`));
      expect((await files.read({ file: at(`${i}.h5`), name: 'order', row: 1 })).data[0]).toBe(7);
    }
    expect((await files.read({ file: at('0.h5'), name: 'order', row: 0 })).data[0]).toBe(2);
  });

  it('says what is wrong, without a trace of the library', async () => {
    await writeFile(at('text.h5'), 'this is text');
    await copyFile(fixture('ave/visual_feature.h5'), at('cut.h5'));
    await truncate(at('cut.h5'), 10_000);
    await expect(files.read({ file: at('none.h5') })).rejects.toThrow(/none\.h5: is missing$/);
    await expect(files.read({ file: at('text.h5') })).rejects.toThrow(/text\.h5: cannot be read as HDF5: .*signature/);
    await expect(files.read({ file: at('cut.h5') })).rejects.toThrow(/cut\.h5: cannot be read as HDF5: truncated file/);
    const order = { file: fixture('ave/val_order.h5') };
    await expect(files.read({ ...order, name: 'ordre' })).rejects.toThrow(/has no dataset 'ordre'\n.*It has: order/);
    for (const row of [-1, 2]) await expect(files.read({ ...order, name: 'order', row })).rejects.toThrow(CmgError);
  });

  // The file is sparse: of 4 GB, one row was written. What is not a slab does not fit into the library's memory of 2 GB.
  it('reads rows of an array of 4 GB in little memory', async () => {
    await h5wasm.ready;
    const file = at('large.h5');
    const row = [10, 7, 7, 512];
    const size = row.reduce((a, b) => a * b, 1);
    const opened = new h5wasm.File(file, 'w');
    const data = Float32Array.from({ length: size }, (_, i) => i % 7);
    opened.create_dataset({ name: 'avadataset', data, shape: [1, ...row], maxshape: [null, ...row], chunks: [1, ...row] });
    (opened.get('avadataset') as Dataset).resize([4143, ...row]);
    opened.close();
    expect((await stat(file)).size).toBeLessThan(10_000_000);
    const before = process.memoryUsage.rss();
    for (const i of [0, 4142, 2000, ...Array(40).keys()]) {
      const { data: read, shape } = await files.read({ file, name: 'avadataset', row: i });
      expect(shape).toEqual(row);
      expect(read[5]).toBe(i === 0 ? 5 : 0);
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
  });
});
