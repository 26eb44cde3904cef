import { mkdtemp, open, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashFiles } from '../src/table/fingerprint.js';

describe('hashFiles', () => {
  let folder: string;
  let file: string;
  const hash = (more: string[] = []) => hashFiles([file], more);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-hash-'));
    file = join(folder, 'large');
    await writeFile(file, 'start');
    // 3 GB, of which 5 bytes were written.
    await truncate(file, 3_000_000_000);
    await utimes(file, 1000, 1000);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is the same for the same files', async () => expect(await hash()).toBe(await hash()));

  it.each([
    [
      'the content at a sample',
      async () => {
        const handle = await open(file, 'r+');
        await handle.write(Buffer.from([1]), 0, 1, 2_999_999_999);
        await handle.close();
        await utimes(file, 1000, 1000);
      },
    ],
    ['the time alone', () => utimes(file, 1000, 2000)],
    [
      'the size',
      async () => {
        await truncate(file, 2_000_000_000);
        await utimes(file, 1000, 1000);
      },
    ],
  ])('changes with %s', async (_, change) => {
    const before = await hash();
    await change();
    expect(await hash()).not.toBe(before);
  });

  it('takes whole files that are small, and what else it is given', async () => {
    await truncate(file, 100_000);
    const hashes = [await hash()];
    const handle = await open(file, 'r+');
    await handle.write(Buffer.from([1]), 0, 1, 54_321);
    await handle.close();
    await utimes(file, 1000, 1000);
    hashes.push(await hash(), await hash(['more']));
    expect(new Set(hashes).size).toBe(3);
  });

  it('takes no notice of the time of a small file, which is read whole', async () => {
    await truncate(file, 100_000);
    const before = await hash();
    await utimes(file, 1000, 2000);
    expect(await hash()).toBe(before);
  });

  it('names a file that is missing', async () => {
    await rm(file);
    await expect(hash()).rejects.toThrow(/large: is missing/);
  });
});
