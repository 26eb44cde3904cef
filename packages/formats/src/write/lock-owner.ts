import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';

const schema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** When it began to write. */
  since: z.string(),
  /** Names one start of the machine, where the system tells. */
  boot: z.string().exactOptional(),
  /** When the process was started, in the system's own count, where it tells: numbers of processes come again. */
  started: z.string().exactOptional(),
});

/** The process that a lock belongs to. */
export type LockOwner = z.infer<typeof schema>;

export async function thisProcess(): Promise<LockOwner> {
  const [boot, started] = await Promise.all([bootId(), startOf(process.pid)]);
  return {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    ...(boot !== undefined && { boot }),
    ...(started !== undefined && { started }),
  };
}

/** The owner that a lock names; undefined if it is not whole. */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Whether a process has ended, as far as this machine can tell. */
export async function isGone({ pid, host, boot, started }: LockOwner): Promise<boolean> {
  if (host !== hostname()) return false;
  if (!isAlive(pid) || differ(boot, await bootId())) return true;
  return differ(started, await startOf(pid));
}

const differ = (then: string | undefined, now: string | undefined) => then !== undefined && now !== undefined && then !== now;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const textOf = (file: string) => readFile(file, 'utf8').catch(() => undefined);

/** Of Linux. */
const bootId = async (): Promise<string | undefined> => (await textOf('/proc/sys/kernel/random/boot_id'))?.trim();

/** Of Linux: field 22 of the process's `stat`, whose second is its name in brackets. */
async function startOf(pid: number): Promise<string | undefined> {
  const text = await textOf(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}
