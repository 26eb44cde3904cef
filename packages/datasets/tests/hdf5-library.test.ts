import { CmgError } from '@cmg/core';
import h5wasm, { type Dataset } from 'h5wasm/node';
import { copyFile, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hdf5Library } from '../src/arrays/hdf5-library.js';
import type { Locator } from '../src/arrays/locator.js';
import { Pulse } from '../src/arrays/pulse.js';
import { fixture } from './support/fixtures.js';
import { overwriteHdf5 } from './support/overwrite-hdf5.js';

describe('Hdf5Library', () => {
  let folder: string;
  let library: Hdf5Library;
  const files = {
    read: async (locator: Locator) => library.read(locator),
    shape: async (locator: Locator) => library.shape(locator),
  };
  const at = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-hdf5-'));
    library = await Hdf5Library.load(new Pulse());
  });
  afterAll(async () => {
    library.close();
    await rm(folder, { recursive: true, force: true });
  });

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
    expect(library.isBroken).toBe(false);
  });

  describe('of other makers', () => {
    const odd = (name: string) => ({ file: fixture('hdf5/odd.h5'), name });
    const refers = (name: string, linksWithin?: string) => ({ file: fixture('hdf5/refers.h5'), name, ...(linksWithin && { linksWithin }) });

    it('reads floats of 2, 4 and 8 bytes, integers and booleans of either byte order, packed ones and single numbers', async () => {
      for (const name of ['half', 'half-big', 'float-big', 'double']) {
        expect(await files.read(odd(name))).toEqual({ shape: [2], data: Float32Array.of(1, -2.5) });
      }
      for (const name of ['short-big', 'long']) expect((await files.read(odd(name))).data).toEqual(Float64Array.of(1, -2));
      expect((await files.read(odd('bool'))).data).toEqual(Float64Array.of(1, 0));
      expect(await files.read(odd('number'))).toEqual({ shape: [], data: Float32Array.of(3.5) });
      expect((await files.read({ ...odd('packed'), row: 42 })).data).toEqual(Float32Array.of(42));
    });

    it('reads what lies in groups and behind links', async () => {
      for (const name of ['group/x', 'link', 'group/itself/itself/x', '/group/x']) {
        expect((await files.read(odd(name))).data).toEqual(Float32Array.of(7, 8));
      }
      expect((await files.read({ file: fixture('hdf5/group.h5') })).data).toEqual(Float32Array.of(1, 2));
      expect(await files.shape({ file: fixture('hdf5/group.h5'), name: 'g/x' })).toEqual([2]);
    });

    it('says in a sentence what it cannot read', async () => {
      await expect(files.read(odd('lzf'))).rejects.toThrow(/odd\.h5\[lzf\]: is packed by lzf, which cannot be read\n.*h5repack -f GZIP=4/);
      await expect(files.read(odd('dangling'))).rejects.toThrow(/odd\.h5\[dangling\]: is a link to \/nowhere, which is not in the file$/);
      await expect(files.read(odd('circle'))).rejects.toThrow(/odd\.h5\[circle\]: is a link that leads in a circle$/);
      await expect(files.read(odd('group'))).rejects.toThrow(
        /odd\.h5\[group\]: is a group, not a data set\n {2}It has: group\/itself, group\/x\.$/,
      );
      await expect(files.read(odd('group/y'))).rejects.toThrow(/odd\.h5: has no dataset 'group\/y'\n {2}It has: .*group\/x/);
      for (const name of ['words', 'complex', 'none']) await expect(files.read(odd(name))).rejects.toThrow('does not contain numbers');
      await expect(files.read({ file: fixture('hdf5/odd.h5') })).rejects.toThrow(/odd\.h5: contains more than one dataset/);
    });

    it('reads no other file of the machine, whatever names it', async () => {
      const secret = fixture('hdf5/secret.h5');
      for (const name of ['link', 'group/x', 'virtual']) {
        await expect(files.read(refers(name))).rejects.toThrow(`refers to another file, ${secret}, which is not read`);
      }
      await expect(files.shape(refers('link'))).rejects.toThrow('which is not read');
      await expect(files.read(refers('raw'))).rejects.toThrow('refers to another file, /etc/hostname, which is not read');
      // The library itself, when used by others, is as it was.
      const opened = new h5wasm.File(fixture('hdf5/refers.h5'), 'r');
      expect((opened.get('link') as Dataset).value).toEqual(Float32Array.of(0, 1, 2, 3, 4));
      opened.close();
    });

    it('reads files within a folder where that is allowed, and says which is missing', async () => {
      const folder = fixture('hdf5');
      for (const name of ['link', 'group/x', 'virtual']) {
        expect((await files.read(refers(name, folder))).data).toEqual(Float32Array.of(0, 1, 2, 3, 4));
      }
      expect((await files.read(refers('outside', fixture('')))).data).toEqual(Float64Array.of(2, 7));
      await expect(files.read(refers('outside', folder))).rejects.toThrow(
        /refers to .*ave\/val_order\.h5, which is missing or not below .*hdf5$/,
      );
      for (const name of ['gone', 'virtual-gone']) {
        await expect(files.read(refers(name, folder))).rejects.toThrow(/refers to .*hdf5\/gone\.h5, which is missing or not below/);
      }
      await expect(files.read(refers('raw', folder))).rejects.toThrow('refers to /etc/hostname, which is missing or not below');
    });

    it('takes no more memory than the size of the file makes likely', async () => {
      const file = at('claims.h5');
      const opened = new h5wasm.File(file, 'w');
      opened.create_dataset({ name: 'x', data: new Float32Array(10), shape: [10], maxshape: [null], chunks: [10] });
      (opened.get('x') as Dataset).resize([100_000_000]);
      opened.close();
      await expect(files.read({ file, name: 'x' })).rejects.toThrow(
        /claims\.h5\[x\]: would take 400000000 bytes of memory, and its file has \d+$/,
      );
      expect((await files.read({ file, name: 'x', row: 99_999_999 })).data).toEqual(Float32Array.of(0));
      // A byte of an integer takes eight.
      const bytes = new h5wasm.File(at('bytes.h5'), 'w');
      bytes.create_dataset({ name: 'x', data: new Int8Array(10), shape: [10], maxshape: [null], chunks: [10] });
      (bytes.get('x') as Dataset).resize([10_000_000]);
      bytes.close();
      await expect(files.read({ file: at('bytes.h5'), name: 'x' })).rejects.toThrow('would take 80000000 bytes of memory');
    });
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
