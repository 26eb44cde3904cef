import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VectorIndex } from '../src/index.js';

const SCRIPT = fileURLToPath(new URL('support/add-for-ever.mjs', import.meta.url));

/** Kills the process that adds after `count` acknowledgements. @returns the ids that were acknowledged */
function addUntilKilled(folder: string, count: number): Promise<string[]> {
  const child = spawn(process.execPath, [SCRIPT, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.on('data', (text: Buffer) => {
    told += text.toString();
    if (told.split('\n').length > count) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_, signal) =>
      signal === 'SIGKILL' ? resolve(told.split('\n').slice(0, -1)) : reject(new Error('it stopped by itself')),
    );
  });
}

it('loses nothing that was acknowledged when it is killed while adding, again and again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cmg-search-crash-'));
  try {
    const acknowledged: string[] = [];
    for (const count of [3, 45, 10]) {
      acknowledged.push(...(await addUntilKilled(folder, count)));
      const index = await VectorIndex.open(folder, { write: true });
      for (const id of acknowledged) expect(index.vector(id, 'audio')).toBeDefined();
      // At most the addition that was under way when it was killed had happened without being told.
      expect(index.size - acknowledged.length).toBeLessThanOrEqual(1);
      acknowledged.push(
        ...index
          .search(Float32Array.of(1, 0), 999)
          .map(({ id }) => id)
          .filter((id) => !acknowledged.includes(id)),
      );
      await index.close();
      expect((await readdir(folder)).filter((name) => !/^(manifest\.json|\d{6}\.safetensors)$/.test(name))).toEqual([]);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
