import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { CmgError, shownText } from '@cmg/core';
import { createWhole } from '../write/create-whole.js';
import { Member, someMember } from './member.js';

/** Files of a room: the work, as a hash; who takes part; `<part>.claim.<n>`, the last of which counts; `<part>.done`, with what came of it. */
const JOB = 'job';
const MEMBERS = 'members';

/** In place of a process, in the claim after that of one which gave its part back. */
const NOBODY = 'nobody';

/** A part that this process does. */
export interface Claim {
  readonly part: string;
  /** Which claim to the part it is, from 1. */
  readonly turn: number;
}

/** How far the parts are. */
interface RoomState {
  readonly done: ReadonlySet<string>;
  /** The last claim to each part that is or was taken. */
  readonly claims: ReadonlyMap<string, number>;
}

/** The room of shared work: a folder in which each part is claimed by one process at a time, by files that are made and never changed. */
export class Claims {
  private constructor(
    readonly room: string,
    private readonly member: Member,
  ) {}

  /**
   * Takes part in the work of a room, which is made where there is none.
   *
   * @param job what the work is, as JSON
   * @param salvage given a room of other work whose processes are all gone, before it is removed
   * @throws CmgError of kind `usage` where other processes do other work in the room, or it cannot be written
   */
  static async join(room: string, job: unknown, salvage?: (room: string) => Promise<void>): Promise<Claims> {
    try {
      return await Claims.enter(room, job, salvage);
    } catch (cause) {
      if (cause instanceof CmgError) throw cause;
      const hint = 'Check its path, the free space and the permissions.';
      throw new CmgError(`the folder cannot be written: ${(cause as Error).message}`, { kind: 'usage', where: room, hint, cause });
    }
  }

  private static async enter(room: string, job: unknown, salvage?: (room: string) => Promise<void>): Promise<Claims> {
    const hash = createHash('sha256').update(JSON.stringify(job)).digest('hex');
    const file = join(room, JOB);
    for (;;) {
      const member = await Member.join(join(room, MEMBERS));
      if (await createWhole(file, hash)) return new Claims(room, member);
      const there = await readFile(file, 'utf8').catch(() => undefined);
      if (there === hash) return new Claims(room, member);
      await member.leave();
      if (there === undefined) continue;
      await refuseShared(room, 'do other work');
      await salvage?.(room);
      await removeRoom(room);
    }
  }

  /** Undefined where the room is gone: the work is done. */
  async state(): Promise<RoomState | undefined> {
    const names = await readdir(this.room).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined;
      throw cause;
    });
    if (names === undefined) return undefined;
    const done = new Set<string>();
    const claims = new Map<string, number>();
    for (const name of names) {
      const [, part = '', turn] = /^(.+)\.(?:done|claim\.(\d+))$/.exec(name) ?? [];
      if (part === '') continue;
      if (turn === undefined) done.add(part);
      else claims.set(part, Math.max(Number(turn), claims.get(part) ?? 0));
    }
    return { done, claims };
  }

  /** The first of these parts that is neither done nor taken. @returns `taken` where others have what is left, `done` where nothing is */
  async take(parts: Iterable<string>, { done, claims }: RoomState): Promise<Claim | 'taken' | 'done'> {
    let outcome: 'taken' | 'done' = 'done';
    for (const part of parts) {
      if (done.has(part)) continue;
      outcome = 'taken';
      const last = claims.get(part) ?? 0;
      if (last > 0 && !(await this.member.isGone(await this.ownerOf(part, last)))) continue;
      if (await createWhole(this.claimFile(part, last + 1), this.member.name)) return { part, turn: last + 1 };
    }
    return outcome;
  }

  /** Records what came of a part, as JSON; only once, whoever else believed to have it. */
  async finish({ part }: Claim, outcome: unknown): Promise<void> {
    await createWhole(join(this.room, `${part}.done`), JSON.stringify(outcome));
  }

  /** What came of a part that is done. */
  async outcome<Outcome>(part: string): Promise<Outcome> {
    return JSON.parse(await readFile(join(this.room, `${part}.done`), 'utf8')) as Outcome;
  }

  /** Gives a part back as it is. */
  async release({ part, turn }: Claim): Promise<void> {
    await createWhole(this.claimFile(part, turn + 1), NOBODY);
  }

  leave(): Promise<void> {
    return this.member.leave();
  }

  /** A claim that is not whole yet has an empty name, which is that of the folder of all: gone where nobody has joined or left for long. */
  private ownerOf(part: string, turn: number): Promise<string> {
    return readFile(this.claimFile(part, turn), 'utf8').catch(() => '');
  }

  private readonly claimFile = (part: string, turn: number): string => join(this.room, `${part}.claim.${turn}`);
}

/** Removes a room at once for all who look. */
export async function removeRoom(room: string): Promise<void> {
  const away = `${room}.${process.pid}-${performance.now().toString(36).replace('.', '')}.tmp`;
  await rename(room, away).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
  });
  await rm(away, { recursive: true, force: true });
}

/** @throws CmgError of kind `usage` where processes share work in a room */
export async function refuseShared(room: string, what = 'share this work'): Promise<void> {
  const owner = await someMember(join(room, MEMBERS));
  if (owner === undefined) return;
  const { pid, host, since } = owner;
  throw new CmgError(`processes ${what} here, among them ${pid} on ${shownText(host)}, since ${shownText(since)}`, {
    kind: 'usage',
    where: room,
    hint: `Give the command that they were given, to take part; or wait until they are done${host === hostname() ? ', or end them' : ''}.`,
  });
}
