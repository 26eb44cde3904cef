import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeWav } from './support/encode-wav.js';
import { temporaryFolder } from './support/temporary-folder.js';

const SCRIPT = fileURLToPath(new URL('support/extract-letters.mjs', import.meta.url));

const path = await temporaryFolder();

/** Extracts with this number of segments in a process that is killed when its `killAt`th file has its name, or the line about it is written. */
async function extract(folder: string, segments: number, killAt = Infinity, ...share: 'share'[]): Promise<string> {
  const child = spawn(process.execPath, [SCRIPT, path('clips.csv'), folder, String(segments), String(killAt), ...share], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`it ended with ${code}`);
  return signal ?? said.trim();
}

/** What a folder holds, but for its journal. */
async function content(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/\.tmp$|^(extracted\.jsonl|writer\.lock)$/.test(entry.name));
  const pairs = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [file.slice(folder.length), (await readFile(file)).toString('base64')] as const;
    }),
  );
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function recordings(...ids: string[]): Promise<void> {
  const clips = ids.map((id, i) => `${id},${id}.wav,${i} words`);
  await writeFile(path('clips.csv'), ['id,audio,text', ...clips, ''].join('\n'));
  for (const id of ids) await writeFile(path(`${id}.wav`), encodeWav(new Float32Array(16_000).fill(0.25)));
}

it('is the folder of an unbroken extraction after a kill at any point of another one into the same folder', async () => {
  await recordings('a', 'b');
  const [whole, folder] = [path('whole'), path('killed')];
  expect(await extract(whole, 2)).toBe('2 extracted, 0 kept');
  const wanted = await content(whole);
  expect(Object.keys(wanted)).toEqual(['/audio/a.npy', '/audio/b.npy', '/features.json', '/manifest.csv', '/text/a.npy', '/text/b.npy']);

  const kept: string[] = [];
  // Two files and a line for each clip, then features.json and the manifest.
  for (const killAt of [1, 2, 3, 4, 5, 6, 7, 8]) {
    await rm(folder, { recursive: true, force: true });
    await cp(whole, folder, { recursive: true });
    expect(await extract(folder, 3, killAt)).toBe('SIGKILL');
    kept.push(await extract(folder, 2));
    expect(await content(folder)).toEqual(wanted);
  }
  expect(kept).toEqual([
    '1 extracted, 1 kept',
    '1 extracted, 1 kept',
    '1 extracted, 1 kept',
    ...Array.from({ length: 5 }, () => '2 extracted, 0 kept'),
  ]);
}, 120_000);

/** Ids in the order in which clips were finished. */
const finished = async (folder: string): Promise<string[]> =>
  (await readFile(join(folder, 'extracted.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);

it('is that folder where one of two processes that share it is killed, and each clip is finished once', async () => {
  const ids = Array.from('abcdefghijkl');
  await recordings(...ids);
  const [whole, folder] = [path('alone'), path('shared')];
  await extract(whole, 2);
  // The first is killed as it has the files of its second clip, and no line about it.
  const ends = await Promise.all([extract(folder, 2, 5, 'share'), extract(folder, 2, Infinity, 'share')]);
  expect(ends).toEqual(['SIGKILL', '11 extracted, 1 kept']);
  expect((await finished(folder)).sort()).toEqual(ids);
  expect(await content(folder)).toEqual(await content(whole));
}, 120_000);

it('goes on alone with what those have extracted that shared the folder and are gone', async () => {
  await recordings('a', 'b', 'c');
  const folder = path('left');
  expect(await extract(folder, 2, 5, 'share')).toBe('SIGKILL');
  expect(await extract(folder, 2)).toBe('2 extracted, 1 kept');
  expect(await finished(folder)).toEqual(['a', 'b', 'c']);
  expect(Object.keys(await content(folder)).filter((file) => file.startsWith('/shared'))).toEqual([]);
}, 120_000);
