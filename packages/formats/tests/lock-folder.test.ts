import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CmgError } from '@cmg/core';
import { lockFolder, withLockedFolder } from '../src/index.js';

const SCRIPT = fileURLToPath(new URL('support/hold-lock.mjs', import.meta.url));

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cmg-lock-'));
  file = join(folder, 'writer.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A process that locks a folder; what it says: `locked`, or the message. */
async function holder(at = folder): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [SCRIPT, at], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

async function end({ child }: { child: ChildProcess }, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
  child.kill(signal);
  await once(child, 'close');
}

const refusal = async (): Promise<string> => {
  try {
    await (
      await lockFolder(folder)
    )();
  } catch (error) {
    if (error instanceof CmgError) return `${error.kind}: ${error.what}; ${error.hint ?? ''}`;
    throw error;
  }
  return 'locked';
};

/** Of this process, with changes. */
async function lockOf(changes: object): Promise<void> {
  const unlock = await lockFolder(folder);
  const own: object = JSON.parse(await readFile(file, 'utf8'));
  await unlock();
  await writeFile(file, JSON.stringify({ ...own, ...changes }));
}

it('says which process writes, on which machine, since when, and what to do', async () => {
  const other = await holder();
  expect(other.said).toBe('locked');
  expect(await refusal()).toMatch(
    new RegExp(
      `^usage: is being written by process ${other.child.pid} on ${hostname()}, since \\d{4}-\\d\\d-\\d\\dT\\S+Z; ` +
        'Wait until it is done, or end it; then try again.$',
    ),
  );
  await end(other);
});

it('is taken over from a process that was killed, and is gone when it is given back', async () => {
  await end(await holder());
  expect(await readdir(folder)).toEqual(['writer.lock']);
  await withLockedFolder(folder, async () => {
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
  });
  expect(await readdir(folder)).toEqual([]);
});

it('waits for one that is about to end', async () => {
  const other = await holder();
  const waiting = lockFolder(folder);
  await end(other, 'SIGTERM');
  await (
    await waiting
  )();
});

it.each([
  ['was started at another time than the one of this number', { pid: process.ppid, started: '1' }],
  ['ran before the machine was started', { boot: '00000000-0000-4000-8000-000000000000' }],
  ['has ended', { pid: 4_194_304_999 }],
])('is taken over from a process that %s', async (_, changes) => {
  await lockOf(changes);
  expect(await refusal()).toBe('locked');
});

it('is not taken from a process of another machine, which cannot be asked', async () => {
  await lockOf({ pid: 4_194_304_999, host: 'other\x1b[2J', since: '2026-01-02T03:04:05.000Z' });
  expect(await refusal()).toBe(
    'usage: is being written by process 4194304999 on other\\u001b[2J, since 2026-01-02T03:04:05.000Z; ' +
      `Wait until it is done. Only if that process is gone: delete ${file}.`,
  );
});

it.each(['', '77', '{"pid":', 'null'])('is taken over where it stays unfinished: %j', async (text) => {
  await writeFile(file, text);
  expect(await refusal()).toBe('locked');
});

it('goes to one alone of many that find a stale one at once, or the leavings of one that was killed while it took it', async () => {
  await lockOf({ pid: 4_194_304_999 });
  await writeFile(`${file}.turn`, '');
  const all = await Promise.all(Array.from({ length: 6 }, () => holder()));
  expect(all.filter(({ said }) => said === 'locked')).toHaveLength(1);
  await Promise.all(all.filter(({ said }) => said === 'locked').map((one) => end(one)));
});

it('does work once it is free, whatever came of the work before', async () => {
  await expect(withLockedFolder(folder, () => Promise.reject(new Error('full')))).rejects.toThrow('full');
  expect(await withLockedFolder(folder, () => Promise.resolve(3))).toBe(3);
});

it('makes folders, and removes them again where nothing was written', async () => {
  const inner = join(folder, 'runs/mine');
  await withLockedFolder(inner, () => Promise.resolve());
  expect(await readdir(folder)).toEqual([]);
  await withLockedFolder(inner, () => writeFile(join(inner, 'config.yaml'), ''));
  expect(await readdir(inner)).toEqual(['config.yaml']);
  await mkdir(join(folder, 'there'));
  await withLockedFolder(join(folder, 'there'), () => Promise.resolve());
  expect((await readdir(dirname(inner))).concat(await readdir(folder)).sort()).toEqual(['mine', 'runs', 'there']);
});

it.each([
  ['a file', (at: string) => writeFile(at, '')],
  ['no place for one, as the lock is a folder', (at: string) => mkdir(join(at, 'writer.lock'), { recursive: true })],
])('says so where the folder is %s', async (_, make) => {
  const at = join(folder, 'odd');
  await make(at);
  await expect(lockFolder(at)).rejects.toThrow(/odd: the folder cannot be written: (EEXIST|EISDIR|ENOTDIR)/);
});
