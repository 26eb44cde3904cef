import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CmgError, shownText } from '@cmg/core';
import { createWhole } from './create-whole.js';
import { isGone, type LockOwner, parseOwner, thisProcess } from './lock-owner.js';

/** The lock's file in its folder; what a killed process left of one begins with it. */
export const WRITER_LOCK = 'writer.lock';
/** How long a lock is waited for, in ms: its owner may be about to end, and an unfinished lock may be about to be finished. */
const PATIENCE = 1000;
/** How long one is waited for that is about to end. */
const LAST_PATIENCE = 60_000;
const POLL = 25;

/**
 * Makes this caller the folder's only writer; the folder is made where there is none. The lock of a process that is gone is taken over:
 * one of this machine that has ended, though another may bear its number by now, or that ran before the machine was started.
 *
 * @returns a function that gives the lock back, and removes a folder that was made for it and stayed empty
 * @throws CmgError of kind `usage` that says which process writes, and one where the folder cannot be written
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, WRITER_LOCK);
  let deadline = performance.now() + PATIENCE;
  try {
    for (;;) {
      const first = await mkdir(folder, { recursive: true });
      // Not where a process that gave its lock back has removed the folder, which was made for it.
      if (await createWhole(file, JSON.stringify(await thisProcess()))) return () => release(folder, file, first);
      const late = performance.now() > deadline;
      const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'ENOENT' || late) throw cause;
        return undefined;
      });
      if (text === undefined) continue;
      const owner = parseOwner(text);
      if (owner === undefined ? late : await isGone(owner)) {
        if (!(await removeStale(file, text, late))) deadline = performance.now() + PATIENCE;
      } else if (owner !== undefined && late) throw heldBy(owner, folder);
      else await setTimeout(POLL);
    }
  } catch (cause) {
    if (cause instanceof CmgError) throw cause;
    throw new CmgError(`the folder cannot be written: ${(cause as Error).message}`, {
      kind: 'usage',
      where: folder,
      hint: 'Check its path, the free space and the permissions.',
      cause,
    });
  }
}

/**
 * Frees a folder whose only writer is known to be gone, or about to end: on another machine it cannot be asked, and here it may take a while.
 *
 * @throws CmgError of kind `usage` where a process of this machine has the folder still
 */
export async function freeFolder(folder: string): Promise<void> {
  const file = join(folder, WRITER_LOCK);
  const deadline = performance.now() + LAST_PATIENCE;
  for (;;) {
    const owner = parseOwner(await readFile(file, 'utf8').catch(() => ''));
    if (owner === undefined || (await isGone(owner))) return;
    if (owner.host !== hostname()) {
      await rm(file, { force: true });
      return;
    }
    if (performance.now() > deadline) throw heldBy(owner, folder);
    await setTimeout(POLL);
  }
}

/** @throws CmgError of kind `usage` that says which other process is the folder's only writer, where one is */
export async function refuseLocked(folder: string): Promise<void> {
  const owner = parseOwner(await readFile(join(folder, WRITER_LOCK), 'utf8').catch(() => ''));
  if (owner !== undefined && !(await isGone(owner))) throw heldBy(owner, folder);
}

/** Does work as the folder's only writer. @throws CmgError as {@link lockFolder} does */
export async function withLockedFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const unlock = await lockFolder(folder);
  try {
    return await work();
  } finally {
    await unlock();
  }
}

/**
 * Removes a stale lock, unless another process has just replaced it: those that would remove it take turns.
 *
 * @param late whether a turn that another process has not ended is ended for it, as that was killed in the midst of it
 * @returns whether there was a turn
 */
async function removeStale(file: string, stale: string, late: boolean): Promise<boolean> {
  const turn = `${file}.turn`;
  try {
    await writeFile(turn, '', { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    if (late) await rm(turn, { force: true });
    else await setTimeout(POLL);
    return !late;
  }
  try {
    if ((await readFile(file, 'utf8').catch(() => undefined)) === stale) await rm(file, { force: true });
    return true;
  } finally {
    await rm(turn, { force: true });
  }
}

async function release(folder: string, file: string, first: string | undefined): Promise<void> {
  await rm(file, { force: true });
  if (first === undefined) return;
  try {
    for (let at = resolve(folder); at.length >= first.length; at = dirname(at)) await rmdir(at);
  } catch {
    // It holds something.
  }
}

function heldBy({ pid, host, since }: LockOwner, folder: string): CmgError {
  const here = host === hostname();
  return new CmgError(`is being written by process ${pid} on ${shownText(host)}, since ${shownText(since)}`, {
    kind: 'usage',
    where: folder,
    hint: here
      ? 'Wait until it is done, or end it; then try again.'
      : `Wait until it is done. Only if that process is gone: delete ${join(folder, WRITER_LOCK)}.`,
  });
}
