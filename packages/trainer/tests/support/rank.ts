import { readFileSync } from 'node:fs';
import { CmgError } from '@cmg/core';
import { openCluster } from '@cmg/runtime';
import { CASES, type CaseOptions, QUICK, trainCase } from './replica-cases.js';

/** In the second process, when it reads the rows of the sixth step. */
const inTheSecond =
  (happens: (interrupt: () => void) => void) =>
  (rank: number): CaseOptions =>
    rank === 0
      ? {}
      : {
          onRead: (step, interrupt) => {
            if (step === 5) happens(interrupt);
          },
        };

/** Parts that follow one another: a name, a case, and what is special about it in a process. */
const SCRIPT: readonly (readonly [string, string, (rank: number) => CaseOptions])[] = [
  ...Object.keys(CASES).map((name) => [name, name, () => ({})] as const),
  ['again', QUICK, () => ({})],
  ['interrupted', QUICK, inTheSecond((interrupt) => interrupt())],
  ['other weights', QUICK, (rank) => ({ seed: 3 + rank })],
  ['killed', QUICK, inTheSecond(() => process.kill(process.pid, 'SIGKILL'))],
];

/** One of several processes that train together: its arguments are its rank, the addresses and a folder. It prints a line for each part. */
const [rank, workers, folder] = process.argv.slice(2) as [string, string, string];
const replicas = await openCluster({ workers: workers.split(','), rank: Number(rank), timeout: 60 });
/** Local addresses, in hexadecimal digits, at which something listens on the port of this rank. */
const port = Number(workers.split(',')[replicas.rank]?.split(':')[1]).toString(16).toUpperCase().padStart(4, '0');
const listening = ['tcp', 'tcp6'].flatMap((table) =>
  [...readFileSync(`/proc/net/${table}`, 'utf8').matchAll(/: ([\dA-F]+):([\dA-F]{4}) \S+ 0A/g)].flatMap(([, address, at]) =>
    at === port ? [address] : [],
  ),
);
process.stdout.write(`${JSON.stringify(['listening', listening])}\n`);
for (const [part, name, options] of SCRIPT) {
  const outcome = await trainCase(`${folder}/${part}`, name, { replicas, ...options(replicas.rank) }).catch((error: unknown) => {
    if (error instanceof CmgError) return { error: error.message };
    throw error;
  });
  process.stdout.write(`${JSON.stringify([part, outcome])}\n`);
}
