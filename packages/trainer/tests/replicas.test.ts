import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { CASES, type Outcome, QUICK, trainCase } from './support/replica-cases.js';

/** Only our own binding of native TensorFlow can join a cluster. */
const able = tf.getBackend() === 'tensorflow' && 'watchPeers' in (tf.backend() as unknown as { binding: object }).binding;

const HOOKS = new URL('../../../tools/jest/typescript-process.mjs', import.meta.url).href;
const RANK = fileURLToPath(new URL('support/rank.ts', import.meta.url));

type Outcomes = Readonly<Record<string, Outcome & { readonly error?: string }>>;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

interface RankEnd {
  readonly outcomes: Outcomes;
  /** Exit code, or the signal that ended it. */
  readonly end: number | string | null;
}

async function runRank(rank: number, workers: string, folder: string): Promise<RankEnd> {
  const child = spawn(process.execPath, ['--import', HOOKS, RANK, String(rank), workers, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return {
    outcomes: Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as [string, Outcome]),
    ),
    end: code ?? signal,
  };
}

const root = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const less = (values: readonly number[], others: readonly number[]): number[] => values.map((value, i) => value - (others[i] as number));
const furthest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

(able ? describe : describe.skip)('two processes', () => {
  let folder: string;
  let workers: string[];
  let ranks: RankEnd[];
  const outcome = (rank: number, part: string) => ranks[rank]?.outcomes[part] as Outcomes[string];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-ranks-'));
    workers = await Promise.all([0, 1].map(async () => `127.0.0.1:${await freePort()}`));
    ranks = await Promise.all([0, 1].map((rank) => runRank(rank, workers.join(), folder)));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(Object.keys(CASES))('train what one trains: gradients, losses, codes; %s', async (name) => {
    const [one, two] = [await trainCase(join(folder, 'one'), name), outcome(0, name)];
    expect(two.gradients.map(({ length }) => length)).toEqual(one.gradients.map(({ length }) => length));
    expect(root(less(two.gradients.flat(), one.gradients.flat())) / root(one.gradients.flat())).toBeLessThan(1e-6);
    expect(two.losses).toHaveLength(10);
    for (const [i, step] of one.losses.entries()) {
      expect(Object.keys(two.losses[i] ?? {})).toEqual(Object.keys(step));
      const [values, others] = [Object.values(step), Object.values(two.losses[i] ?? {})];
      expect(furthest(less(others, values)) / furthest(values)).toBeLessThan(1e-5);
    }
    for (const [part, values] of Object.entries(one.codebook))
      expect(furthest(less(two.codebook[part] as number[], values))).toBeLessThan(1e-5);
  });

  it('have the same bits on each rank, and in each run', () => {
    for (const name of Object.keys(CASES)) expect(outcome(1, name).hash).toBe(outcome(0, name).hash);
    expect(outcome(0, 'again').hash).toBe(outcome(0, QUICK).hash);
  });

  it('stop together when one is interrupted; one process goes on from there as if nothing had been', async () => {
    const { losses } = outcome(0, 'interrupted');
    const done = losses.length;
    expect([done, outcome(1, 'interrupted').hash]).toEqual([expect.closeTo(4, -1), outcome(0, 'interrupted').hash]);
    const rest = await trainCase(join(folder, 'interrupted'), QUICK, { resume: true });
    expect(done + rest.losses.length).toBe(10);
    const whole = outcome(0, QUICK).losses.slice(done);
    rest.losses.forEach(({ total }, i) => expect((total as number) / (whole[i]?.['total'] as number)).toBeCloseTo(1, 4));
  });

  it('listen where they are told, at 127.0.0.1', () => {
    const mapped = '0000000000000000FFFF00000100007F';
    expect([0, 1].map((rank) => outcome(rank, 'listening'))).toEqual([[mapped], [mapped]]);
  });

  it('do not train with different weights', () =>
    expect([0, 1].map((rank) => outcome(rank, 'other weights').error)).toEqual(
      [0, 1].map(() => expect.stringMatching(/^rank 1 has other weights than rank 0 before step 1/) as string),
    ));

  it('end by name when one is killed', () => {
    expect(ranks.map(({ end }) => end)).toEqual([0, 'SIGKILL']);
    expect(outcome(0, 'killed').error).toMatch(`rank 1 (${workers[1] as string}) is gone`);
  });
});
