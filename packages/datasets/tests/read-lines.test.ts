import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLines } from '../src/table/read-lines.js';

it('reads lines that hold something', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cmg-lines-'));
  try {
    await writeFile(join(folder, 'a.txt'), ' a b \r\n\n c\n');
    expect(await readLines(join(folder, 'a.txt'))).toEqual(['a b', 'c']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
