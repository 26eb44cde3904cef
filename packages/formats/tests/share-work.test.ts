import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { shareWork, type SharedWork } from '../src/index.js';

const SCRIPT = fileURLToPath(new URL('support/share-parts.mjs', import.meta.url));

let folder: string;
let room: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cmg-share-'));
  room = join(folder, 'room');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const NAMES = ['p0', 'p1', 'p2', 'p3', 'p4'];

/** Work whose parts write down that they are done, and the merge what came of them. */
function lines(options: Partial<SharedWork<string>> = {}) {
  const done: string[] = [];
  const merged: string[] = [];
  const work: SharedWork<string> = {
    room,
    job: 'lines',
    parts: NAMES,
    work: (part) => Promise.resolve(done.push(part)).then(() => part.toUpperCase()),
    merge: (outcomes) => Promise.resolve(void merged.push(outcomes.join(' '))),
    ...options,
  };
  return { done, merged, work };
}

/** A member's file and a claim of it, as a process of another machine leaves them. */
async function leave(part: string, ageInSeconds: number): Promise<void> {
  await mkdir(join(room, 'members'), { recursive: true });
  const file = join(room, 'members', 'other');
  await writeFile(file, JSON.stringify({ pid: 7, host: 'elsewhere', since: '2026-01-02T03:04:05.000Z' }));
  const date = Date.now() / 1000 - ageInSeconds;
  await utimes(file, date, date);
  await writeFile(join(room, `${part}.claim.1`), 'other');
}

it('does each part once and merges once among several at once, and leaves nothing', async () => {
  const all = [lines(), lines({ jobs: 2 }), lines()];
  expect(await Promise.all(all.map(({ work }) => shareWork(work)))).toEqual(['finished', 'finished', 'finished']);
  expect(all.flatMap(({ done }) => done).sort()).toEqual(NAMES);
  expect(all.flatMap(({ merged }) => merged)).toEqual(['P0 P1 P2 P3 P4']);
  expect(await readdir(folder)).toEqual([]);
});

it('goes on where processes are killed, and does again only what they were at', async () => {
  const log = join(folder, 'log');
  const start = async (killAt: number) => {
    const child = spawn(process.execPath, [SCRIPT, room, '60', log, String(killAt)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return [said, code ?? signal] as unknown[];
  };
  const ends = await Promise.all([start(3), start(0), start(2), start(1)]);
  expect(ends).toEqual([
    ['', 'SIGKILL'],
    ['finished', 0],
    ['', 'SIGKILL'],
    ['', 'SIGKILL'],
  ]);
  const parts = Array.from({ length: 60 }, (_, i) => `p${i}`);
  const written = (await readFile(log, 'utf8')).trim().split('\n');
  expect(written.slice(0, -1).sort()).toEqual([...parts].sort());
  expect(written.at(-1)).toBe(parts.join(' '));
}, 30_000);

it('takes every so manyth part as a shard, and the last shard merges', async () => {
  const [first, second] = [lines({ shard: { index: 1, of: 2 } }), lines({ shard: { index: 2, of: 2 } })];
  expect(await shareWork(first.work)).toBe('waiting');
  expect(first).toMatchObject({ done: ['p0', 'p2', 'p4'], merged: [] });
  expect(await shareWork(second.work)).toBe('finished');
  expect(second).toMatchObject({ done: ['p1', 'p3'], merged: ['P0 P1 P2 P3 P4'] });
});

it('takes over from a process of another machine that has been silent for a minute, and knows that there may be something', async () => {
  await leave('p1', 61);
  const again: string[] = [];
  const { work } = lines({ work: (part, takenOver) => Promise.resolve(takenOver ? again.push(part) : 0).then(() => part) });
  expect(await shareWork(work)).toBe('finished');
  expect(again).toEqual(['p1']);
});

it('waits for one of another machine that is there, and does the rest meanwhile', async () => {
  await leave('p1', 30);
  const { work, done } = lines();
  const sharing = shareWork(work);
  while (done.length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
  await writeFile(join(room, 'p1.done'), '"there"');
  expect(await sharing).toBe('finished');
  expect(done).toEqual(['p0', 'p2', 'p3', 'p4']);
});

it('gives a part back where it is interrupted or fails', async () => {
  const stop = new AbortController();
  const interrupted = lines({
    signal: stop.signal,
    work: () => {
      stop.abort();
      return Promise.resolve(undefined);
    },
  });
  expect(await shareWork(interrupted.work)).toBe('interrupted');
  await expect(shareWork(lines({ work: () => Promise.reject(new Error('full')) }).work)).rejects.toThrow('full');
  const { work, done } = lines();
  expect(await shareWork(work)).toBe('finished');
  expect(done).toEqual(NAMES);
});

it('merges again where the merge failed', async () => {
  await expect(shareWork(lines({ merge: () => Promise.reject(new Error('full')) }).work)).rejects.toThrow('full');
  const { work, done, merged } = lines();
  expect(await shareWork(work)).toBe('finished');
  expect([done, merged]).toEqual([[], ['P0 P1 P2 P3 P4']]);
});

it('refuses other work in a room while somebody is there, and then begins anew with what can be saved', async () => {
  await leave('p1', 30);
  await writeFile(join(room, 'job'), 'other work');
  await expect(shareWork(lines().work)).rejects.toMatchObject({
    kind: 'usage',
    what: 'processes do other work here, among them 7 on elsewhere, since 2026-01-02T03:04:05.000Z',
  });
  await leave('p1', 61);
  const salvaged: boolean[] = [];
  const { work, done } = lines({ salvage: (from) => Promise.resolve(void salvaged.push(existsSync(join(from, 'p1.claim.1')))) });
  expect(await shareWork(work)).toBe('finished');
  expect([salvaged, done]).toEqual([[true], NAMES]);
});
