import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { loadStudy } from '@cmg/config';
import { createComponents, study, type StudyOptions, type StudyRow } from '../src/index.js';
import { readyMadeStudies } from '../src/ready-made-configs.js';
import { beginCell, type CellResult, finishCell } from '../src/study/study-cell.js';

let folder: string;
let rows: readonly StudyRow[];
beforeAll(async () => {
  const given = { studies: readyMadeStudies(), base: 'ave', set: ['data.root=.'] };
  rows = (await loadStudy('table1', createComponents(), given)).rows;
});
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-studies-'))));
afterEach(() => rm(folder, { recursive: true }));

/** What a cell comes to where nothing is measured. */
const nothing = { transfer: [], probes: [], codes: {}, embedding: [], seconds: 1, evaluationSeconds: 1, environment: {} };

/** A process that shares a study: which cells it does, by workers that only write them down as finished. */
function taker(workers = 1, options: Partial<StudyOptions> = {}) {
  const cells: string[] = [];
  const worker = {
    async run(cell: Parameters<typeof beginCell>[0]) {
      cells.push(`${cell.config.name} ${cell.seed}`);
      await setTimeout(5);
      if (cell.seed === 13) throw new Error('no luck');
      await beginCell(cell);
      await finishCell(cell, { seed: cell.seed, tasks: cell.config.tasks, ...nothing } as unknown as CellResult, undefined);
      await writeFile(join(cell.folder, 'metrics.jsonl'), '');
      return 'finished' as const;
    },
    close: () => Promise.resolve(),
  };
  const of = (seeds: number[]) =>
    study(rows, { seeds, folder, share: {}, workers: Array.from({ length: workers }, () => ({ ...worker })), ...options });
  return { cells, of };
}

const cellsOf = (...seeds: number[]) => rows.flatMap(({ config }) => seeds.map((seed) => `${config.name} ${seed}`));

it('is done by several processes, each cell by one, and all have the whole of it', async () => {
  const all = [taker(), taker(2)];
  const results = await Promise.all(all.map(({ of }) => of([0, 1])));
  expect(all.flatMap(({ cells }) => cells).sort()).toEqual(cellsOf(0, 1).sort());
  for (const { outcome, rows } of results)
    expect([outcome, ...rows.map(({ runs }) => runs.length)]).toEqual(['finished', ...rows.map(() => 2)]);
  expect(await readdir(folder)).toEqual(['cells']);
});

it('waits as a shard for the others, and tries a cell that failed once in a sitting', async () => {
  const [first, second] = [taker(1, { share: { shard: { index: 1, of: 2 } } }), taker(1, { share: { shard: { index: 2, of: 2 } } })];
  const { outcome, failures } = await first.of([13]);
  expect([outcome, failures.length, failures[0]]).toEqual([
    'waiting',
    rows.length / 2,
    { label: rows[0]?.label, seed: 13, error: new Error('no luck') },
  ]);
  expect((await second.of([13])).outcome).toBe('finished');
  expect([...first.cells, ...second.cells].sort()).toEqual(cellsOf(13).sort());
});

it('goes on with a cell of a machine that is gone, whose lock it frees', async () => {
  const [row] = rows as [StudyRow];
  const stop = new AbortController();
  await taker(1, { signal: AbortSignal.any([stop.signal, AbortSignal.abort()]) }).of([0]); // makes the room
  const cell = join(folder, 'cells', row.config.name, 'seed-0');
  await mkdir(cell, { recursive: true });
  const gone = JSON.stringify({ pid: 7, host: 'elsewhere', since: '2026-01-02T03:04:05.000Z' });
  await writeFile(join(cell, 'writer.lock'), gone);
  const member = join(folder, 'shared/members/other');
  await writeFile(member, gone);
  await utimes(member, 0, 0);
  await writeFile(join(folder, `shared/${row.config.name}-0.claim.1`), 'other');
  const { cells, of } = taker();
  expect((await of([0])).outcome).toBe('finished');
  expect(cells).toContain(`${row.config.name} 0`);
  expect(await readdir(cell)).not.toContain('writer.lock');
});

it('is refused to one that wants the study alone while others share it', async () => {
  const sharing = taker();
  const refused: unknown[] = [];
  const shared = sharing.of([0]);
  while (sharing.cells.length === 0) await setTimeout(5);
  await taker(1, { share: undefined } as never)
    .of([0])
    .catch((error: unknown) => refused.push(error));
  expect(refused).toEqual([
    expect.objectContaining({ kind: 'usage', what: expect.stringContaining(`among them ${process.pid} on`) as string }),
  ]);
  await shared;
});
