import h5wasm from 'h5wasm/node';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hdf5Files } from '../src/arrays/hdf5-files.js';
import { fixture } from './support/fixtures.js';

describe('Hdf5Files', () => {
  let folder: string;
  const files = new Hdf5Files();
  const whole = { file: fixture('ave/val_order.h5'), name: 'order' };
  const at = (name: string) => join(folder, name);
  const openFiles = () => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-hdf5-'));
    const bytes = await readFile(whole.file, 'latin1');
    await writeFile(at('damaged.h5'), bytes.replaceAll('HEAP', 'HOAP'), 'latin1');
    await h5wasm.ready;
    const made = new h5wasm.File(at('slow.h5'), 'w');
    const groups = Array.from({ length: 1200 }, (_, i) => made.create_group(`g${i}`));
    for (const [i, group] of groups.entries()) {
      for (const link of ['a', 'b']) if (i < 1199) group.create_hard_link(`/g${i + 1}`, link);
    }
    made.create_dataset({ name: 'x', data: new Float32Array(3) });
    made.close();
  });
  afterAll(async () => {
    await files.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('reads whole files beside one that breaks the library, and leaves none open', async () => {
    const before = openFiles();
    const reads = [whole, { file: at('damaged.h5') }, whole, { file: at('damaged.h5') }, whole].map((of) => files.read(of));
    const read = { status: 'fulfilled', value: { shape: [2], data: Float64Array.of(2, 7) } };
    const message = expect.stringMatching(/damaged\.h5: cannot be read as HDF5: bad local heap signature$/) as string;
    const refused = { status: 'rejected', reason: expect.objectContaining({ name: 'CmgError', message }) as Error };
    expect(await Promise.allSettled(reads)).toEqual([read, refused, read, refused, read]);
    await files.close();
    expect(openFiles()).toBe(before);
  });

  it('stops what computes without end, and reads on', async () => {
    const [slow, named] = await Promise.allSettled([files.read({ file: at('slow.h5') }), files.shape({ file: at('slow.h5'), name: 'x' })]);
    const message = expect.stringMatching(
      /slow\.h5: cannot be read as HDF5: it takes more than \d\.\d s of computing.*\n {2}.*h5repack/,
    ) as string;
    expect(slow).toEqual({ status: 'rejected', reason: expect.objectContaining({ name: 'CmgError', message }) as Error });
    expect(named).toEqual({ status: 'fulfilled', value: [3] });
    expect((await files.read(whole)).data).toEqual(Float64Array.of(2, 7));
  });

  it('waits for nothing when it is closed', async () => {
    const closed = expect(files.read(whole)).rejects.toThrow('it was closed');
    await files.close();
    await closed;
    expect((await files.read(whole)).shape).toEqual([2]);
  });
});
