import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFolderAtomic } from '../src/index.js';

describe('writeFolderAtomic', () => {
  let folder: string;
  let out: string;
  const fill = (text: string) => (draft: string) => writeFile(join(draft, 'a.txt'), text);

  beforeEach(() => void ((folder = mkdtempSync(join(tmpdir(), 'cmg-atomic-'))), (out = join(folder, 'out'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes a folder whole, or not at all', async () => {
    await writeFolderAtomic(out, async (draft) => {
      await fill('one')(draft);
      expect(existsSync(out)).toBe(false);
    });
    expect(readdirSync(out)).toEqual(['a.txt']);
    const failed = writeFolderAtomic(join(folder, 'other'), async (draft) => {
      await fill('two')(draft);
      throw new Error('no space');
    });
    await expect(failed).rejects.toThrow(/other: cannot be made: no space$/);
    expect(readdirSync(folder)).toEqual(['out']);
  });

  it('refuses a second writer, and says who the first is', async () => {
    await writeFolderAtomic(out, async (draft) => {
      await expect(writeFolderAtomic(out, fill('two'))).rejects.toThrow(`is being written by process ${process.pid} on `);
      await fill('one')(draft);
    });
    expect(readFileSync(join(out, 'a.txt'), 'utf8')).toBe('one');
    await expect(writeFolderAtomic(out, fill('three'))).rejects.toThrow('is there already: it was made in the meantime');
    expect(readFileSync(join(out, 'a.txt'), 'utf8')).toBe('one');
    expect(readdirSync(folder)).toEqual(['out']);
  });

  it('removes what a killed process has left of it', async () => {
    await mkdir(`${out}.tmp/half`, { recursive: true });
    await writeFolderAtomic(out, fill('one'));
    expect(readdirSync(out)).toEqual(['a.txt']);
  });
});
