import { jest } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCache } from '../src/index.js';

test('a cache that cannot be written is told of once, with the variable that moves it, and costs nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cmg-cache-'));
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  try {
    await writeCache(join(folder, 'whole/a.txt'), 'a');
    expect(await readFile(join(folder, 'whole/a.txt'), 'utf8')).toBe('a');
    await writeFile(join(folder, 'taken'), '');
    await writeCache(join(folder, 'taken/a.txt'), 'a');
    await writeCache(join(folder, 'taken/b.txt'), 'b');
    expect(warned.mock.calls).toEqual([
      [
        expect.stringMatching(
          /taken cannot be written \(.*\): what is computed is not kept for next time\. Set CMG_CACHE_DIR to a folder that can be\.$/,
        ),
        'CacheWarning',
      ],
    ]);
  } finally {
    warned.mockRestore();
    await rm(folder, { recursive: true });
  }
});
