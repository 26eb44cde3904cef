import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CmgError } from '@cmg/core';
import { jest } from '@jest/globals';
import { writeFileAtomic } from '../src/index.js';
import { readBack } from '../src/write/read-back.js';
import { crc32 } from '../src/zip/crc32.js';

describe('writeFileAtomic', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-atomic-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('makes folders, joins chunks, replaces what was there and leaves nothing else', async () => {
    const file = join(folder, 'a', 'b.txt');
    await writeFileAtomic(file, 'old');
    await writeFileAtomic(file, [new TextEncoder().encode('new '), new TextEncoder().encode('text')]);
    expect(await readFile(file, 'utf8')).toBe('new text');
    expect(await readdir(join(folder, 'a'))).toEqual(['b.txt']);
  });

  it('writes parts that are still in the making, and passes on why they could not be made', async () => {
    const file = join(folder, 'parts');
    async function* parts(fails: boolean): AsyncGenerator<Uint8Array> {
      yield Buffer.from('one ');
      if (fails) throw new CmgError('no more');
      yield Buffer.from('two');
    }
    await writeFileAtomic(file, parts(false));
    await expect(writeFileAtomic(file, parts(true))).rejects.toThrow(/^no more$/);
    expect(await readFile(file, 'utf8')).toBe('one two');
    expect(await readdir(folder)).toEqual(['parts']);
  });

  it('keeps the old file and removes the temporary one when it fails', async () => {
    const target = join(folder, 'taken');
    await mkdir(join(target, 'inside'), { recursive: true });
    await expect(writeFileAtomic(target, 'x')).rejects.toThrow(/taken: cannot be written/);
    expect(await readdir(folder)).toEqual(['taken']);
    await writeFile(join(folder, 'file'), '');
    await expect(writeFileAtomic(join(folder, 'file', 'x'), 'x')).rejects.toThrow(/cannot be written/);
  });

  it('flushes the file before it gets its name, and the folder after', async () => {
    const file = join(folder, 'flushed');
    const handle = await open(folder, 'r');
    await handle.close();
    const named: boolean[] = [];
    const sync = jest.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'sync').mockImplementation(async () => {
      named.push(existsSync(file));
    });
    try {
      await writeFileAtomic(file, 'x');
      expect(named).toEqual([false, true]);
    } finally {
      sync.mockRestore();
    }
  });

  it('reads back what it wrote: other bytes, fewer and more are an error', async () => {
    const file = join(folder, 'back');
    await writeFile(file, 'abc');
    const handle = await open(file, 'r');
    const check = (text: string) => readBack(handle, { size: text.length, crc: crc32(Buffer.from(text)) });
    try {
      await check('abc');
      for (const wrong of ['abd', 'ab', 'abcd']) await expect(check(wrong)).rejects.toThrow('does not give back what was written');
    } finally {
      await handle.close();
    }
  });
});
