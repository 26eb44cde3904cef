import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { threadsOf } from './jobs.js';

const COMMAND = fileURLToPath(new URL('../bin/cmg.mjs', import.meta.url));

/** Characters that are kept of what a process says. */
const TAIL = 4000;
/** What processes may take to end beyond their patience, ms: they tell each other apart, and save. */
const GRACE = 30_000;

/** How one of several processes has ended. */
export interface RankEnd {
  readonly rank: number;
  /** Exit code, or the signal that ended it. */
  readonly code: number | NodeJS.Signals;
  /** The last of what it said; of the first process nothing: it speaks for itself. */
  readonly said: string;
}

/**
 * Runs `cmg pretrain` in `count` processes on this machine that train together, and waits for all. Those that go on long after another has failed
 * are ended.
 *
 * @param args of pretrain
 * @param timeout seconds, see `--timeout`
 */
export async function launchRanks(args: readonly string[], count: number, timeout: number): Promise<RankEnd[]> {
  const workers = (await freePorts(count)).map((port) => `127.0.0.1:${port}`).join(',');
  const ranks = Array.from({ length: count }, (_, rank) => {
    const own = [...args, '--workers', workers, '--rank', String(rank), '--timeout', String(timeout)];
    return spawn(process.execPath, [COMMAND, 'pretrain', ...own], {
      stdio: rank === 0 ? 'inherit' : ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...threadsOf(count) },
    });
  });
  const ends = ranks.map((child, rank) => endOf(child, rank));
  let overdue: NodeJS.Timeout | undefined;
  for (const end of ends) {
    void end.then(({ code }) => {
      if (code !== 0) overdue ??= setTimeout(() => ranks.forEach((child) => child.kill('SIGKILL')), timeout * 1000 + GRACE);
    });
  }
  const all = await Promise.all(ends);
  clearTimeout(overdue);
  return all;
}

async function endOf(child: ChildProcess, rank: number): Promise<RankEnd> {
  let said = '';
  child.stderr?.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-TAIL)));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { rank, code: code ?? (signal as NodeJS.Signals), said: said.trim() };
}

/** Ports that nothing listens at, as long as nobody else takes them. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
