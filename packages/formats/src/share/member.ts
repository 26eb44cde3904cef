import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createWhole } from '../write/create-whole.js';
import { isGone, type LockOwner, parseOwner, thisProcess } from '../write/lock-owner.js';

/** How often a process that takes part says that it is there, in ms. */
const BEAT = 5000;
/** After how many ms of silence it counts as gone: a process of another machine cannot be asked. */
const SILENCE = 60_000;

/**
 * Writes a file again and again, so that the file system, whose clock all share, dates it: in a thread of its own, as training and encoding
 * hold the main one up for minutes. It ends with the file.
 */
const HEARTBEAT = `
const { closeSync, openSync, writeSync } = require('node:fs');
const { workerData: { file, content, every } } = require('node:worker_threads');
setInterval(() => {
  let handle;
  try {
    handle = openSync(file, 'r+');
    writeSync(handle, content, 0);
  } catch (error) {
    if (error.code === 'ENOENT') process.exit();
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}, every);
`;

/** This process as one of those that share work: a file in a folder of the work, written every few seconds. */
export class Member {
  private constructor(
    readonly name: string,
    private readonly folder: string,
    private readonly heartbeat: Worker,
  ) {}

  static async join(folder: string): Promise<Member> {
    await mkdir(folder, { recursive: true });
    const name = randomBytes(8).toString('hex');
    const file = join(folder, name);
    const content = JSON.stringify(await thisProcess());
    await createWhole(file, content);
    const heartbeat = new Worker(HEARTBEAT, { eval: true, execArgv: [], workerData: { file, content, every: BEAT } });
    heartbeat.unref();
    return new Member(name, folder, heartbeat);
  }

  /** Whether another has left, ended or fallen silent. */
  async isGone(other: string): Promise<boolean> {
    if (other === this.name) return false;
    const now = (await dateOf(join(this.folder, this.name))) ?? 0;
    return (await living(this.folder, other, now)) === undefined;
  }

  async leave(): Promise<void> {
    await rm(join(this.folder, this.name), { force: true });
    await this.heartbeat.terminate();
  }
}

/** One of the processes that share work and may be there; undefined where there is none. */
export async function someMember(folder: string): Promise<LockOwner | undefined> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return undefined;
  const now = await dateOfFolder(folder);
  for (const name of names) {
    const owner = await living(folder, name, now);
    if (owner !== undefined) return owner;
  }
  return undefined;
}

const UNKNOWN: LockOwner = { pid: 1, host: 'another machine', since: 'some time ago' };

/** The process of a member's file, as long as it may be there. */
async function living(folder: string, name: string, now: number): Promise<LockOwner | undefined> {
  const file = join(folder, name);
  const date = await dateOf(file);
  if (date === undefined || now - date > SILENCE) return undefined;
  const owner = parseOwner(await readFile(file, 'utf8').catch(() => '')) ?? UNKNOWN;
  return (await isGone(owner)) ? undefined : owner;
}

/** What time it is for the file system. */
async function dateOfFolder(folder: string): Promise<number> {
  const probe = join(folder, `${randomBytes(8).toString('hex')}.tmp`);
  await writeFile(probe, '');
  try {
    return (await stat(probe)).mtimeMs;
  } finally {
    await rm(probe, { force: true });
  }
}

const dateOf = async (file: string): Promise<number | undefined> => (await stat(file).catch(() => undefined))?.mtimeMs;
