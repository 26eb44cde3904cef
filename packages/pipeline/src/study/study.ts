import { CmgError, type TrainingOutcome } from '@cmg/core';
import { freeFolder, refuseShared, type Share, type SharedOutcome, shareWork, withLockedFolder } from '@cmg/formats';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvaluatedRow } from '../evaluation/evaluate-run.js';
import { type CellWorker, WorkerUnavailable } from './cell-worker.js';
import { LocalWorker, type LocalWorkerOptions } from './local-worker.js';
import { cellOf, cellState, type CellState, runOf, type StudyCell, type StudyCellRun, type StudyRow, withSegments } from './study-cell.js';

export interface StudyOptions extends LocalWorkerOptions {
  /** Each row is trained once per seed. */
  readonly seeds: readonly number[];
  /** The study's folder; each cell has one of its own in it, `cells/<row>/seed-<n>`. */
  readonly folder: string;
  /** Delete what the folder holds of these cells instead of going on with it; default: false. */
  readonly fresh?: boolean;
  /** Aborted: what is trained is saved, and the study ends as `interrupted`; the same call goes on. */
  readonly signal?: AbortSignal;
  /** As many cells at once as there are workers, which are closed at the end; default: one, in this process. */
  readonly workers?: readonly CellWorker[];
  /** Do the study together with other processes that are given the same, here or on machines that see the folder. */
  readonly share?: Share;
  readonly onEvent?: (event: StudyEvent) => void;
}

/** Something that happened to a study. */
export type StudyEvent = { readonly kind: 'planned'; readonly cells: number; readonly finished: number } | CellEvent;

/** Something that happened to one of its cells. */
export type CellEvent = { readonly cell: StudyCell } & (
  | { readonly kind: 'started' }
  /** What is done, and the share of the cell that is done, in [0, 1]. */
  | { readonly kind: 'progress'; readonly stage: string; readonly done: number }
  | { readonly kind: 'finished'; readonly run: StudyCellRun }
  | { readonly kind: 'failed'; readonly error: Error }
);

/** A row and its finished cells, in the order of seeds. */
export interface StudyResultRow extends EvaluatedRow {
  readonly runs: readonly StudyCellRun[];
}

/** A cell that failed; the others do not depend on it. */
export interface StudyFailure {
  readonly label: string;
  readonly seed: number;
  readonly error: Error;
}

export interface StudyResult {
  /** `waiting`: this process has done its shard of the cells, others are to be done. */
  readonly outcome: SharedOutcome;
  readonly rows: readonly StudyResultRow[];
  /** Where the study is shared, those in this process. */
  readonly failures: readonly StudyFailure[];
}

/** A cell and how far it is. */
export interface PlannedCell {
  readonly cell: StudyCell;
  readonly state: CellState;
}

/** How far a study is: its cells, all rows with the first seed, then with the next. Nothing is changed. */
export async function planStudy(
  rows: readonly StudyRow[],
  { seeds, folder, fresh = false }: Pick<StudyOptions, 'seeds' | 'folder' | 'fresh'>,
): Promise<PlannedCell[]> {
  const cells = seeds.flatMap((seed) => rows.map((row) => cellOf(folder, row, seed)));
  return Promise.all(cells.map(async (cell) => ({ cell, state: fresh ? { kind: 'new' as const } : await cellState(cell) })));
}

/**
 * Trains and evaluates every row with every seed. Finished cells of an earlier sitting are not trained again, unfinished ones go on, and
 * one that fails does not stop the others.
 *
 * @throws CmgError of kind `usage` where a cell in the folder was trained by another config than its row has now, or another process
 *   runs a study in it that this one has no share in
 */
export async function study(rows: readonly StudyRow[], options: StudyOptions): Promise<StudyResult> {
  const { folder, share, workers = [new LocalWorker(options)] } = options;
  const run = () => runStudy(rows, { ...options, workers });
  const alone = async () => {
    await refuseShared(roomOf(folder));
    return run();
  };
  try {
    return await (share ? run() : withLockedFolder(folder, alone));
  } finally {
    for (const worker of workers) await worker.close();
  }
}

async function runStudy(rows: readonly StudyRow[], options: StudyOptions & Required<Pick<StudyOptions, 'workers'>>): Promise<StudyResult> {
  const { folder, fresh = false, signal = new AbortController().signal, share, workers, onEvent } = options;
  const plan = await planStudy(rows, options);
  refuseChanged(plan, folder);
  const pending = plan.filter(({ state }) => state.kind !== 'finished').map(({ cell }) => cell);
  onEvent?.({ kind: 'planned', cells: plan.length, finished: plan.length - pending.length });
  if (fresh) for (const cell of pending) await rm(cell.folder, { recursive: true, force: true });
  const attempts = new Attempts(signal, onEvent);
  const cells = plan.map(({ cell }) => cell);
  const outcome = share ? await shareCells(cells, workers, attempts, { folder, share, signal }) : await runAll(pending, workers, attempts);
  return { outcome, rows: await resultRows(rows, options), failures: attempts.failures };
}

/** What there is of each row so far; the first run of each has its segments. */
export async function resultRows(
  rows: readonly StudyRow[],
  { seeds, folder }: Pick<StudyOptions, 'seeds' | 'folder'>,
): Promise<StudyResultRow[]> {
  const plan = await planStudy(rows, { seeds, folder });
  const of = async (row: StudyRow): Promise<StudyResultRow> => {
    const own = plan.filter(({ cell }) => cell.row === row);
    const runs = own.map(({ cell, state }) => (state.kind === 'finished' ? [runOf(cell, state.result)] : []));
    const [first, ...others] = await Promise.all(runs.flat());
    return { ...row, runs: first === undefined ? [] : [await withSegments(first), ...others] };
  };
  return Promise.all(rows.map(of));
}

/** Runs cells, and remembers those that failed. */
class Attempts {
  readonly failures: StudyFailure[] = [];

  constructor(
    readonly signal: AbortSignal,
    private readonly onEvent: StudyOptions['onEvent'],
  ) {}

  /** @returns whether it was finished or failed; not where it was interrupted. @throws WorkerUnavailable */
  async run(cell: StudyCell, worker: CellWorker): Promise<boolean> {
    const tell = { cell };
    this.onEvent?.({ ...tell, kind: 'started' });
    try {
      const outcome = await worker.run(cell, this.signal, (stage, done) => this.onEvent?.({ ...tell, kind: 'progress', stage, done }));
      const state = outcome === 'finished' ? await cellState(cell) : undefined;
      if (state?.kind === 'finished') this.onEvent?.({ ...tell, kind: 'finished', run: await runOf(cell, state.result) });
      return outcome === 'finished';
    } catch (thrown) {
      if (thrown instanceof WorkerUnavailable) throw thrown;
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      this.failures.push({ label: cell.row.label, seed: cell.seed, error });
      this.onEvent?.({ ...tell, kind: 'failed', error });
      return true;
    }
  }
}

async function runAll(pending: readonly StudyCell[], workers: readonly CellWorker[], attempts: Attempts): Promise<TrainingOutcome> {
  const queue = pending.values();
  const runNext = async (worker: CellWorker): Promise<void> => {
    for (const cell of queue) {
      if (attempts.signal.aborted) return;
      await attempts.run(cell, worker);
    }
  };
  await Promise.all(workers.map(runNext));
  return attempts.signal.aborted ? 'interrupted' : 'finished';
}

const roomOf = (folder: string): string => join(folder, 'shared');

/** Each cell is done by one of the processes that share them. One whose process has gone goes on from its last checkpoint. */
function shareCells(
  cells: readonly StudyCell[],
  workers: readonly CellWorker[],
  attempts: Attempts,
  { folder, share, signal }: { readonly folder: string; readonly share: Share; readonly signal: AbortSignal },
): Promise<SharedOutcome> {
  const byName = new Map(cells.map((cell) => [`${cell.config.name}-${cell.seed}`, cell]));
  const free = [...workers];
  return shareWork<null>({
    ...share,
    room: roomOf(folder),
    folder,
    signal,
    job: cells.map(({ config, row: { evaluations = [] } }) => [config, evaluations]),
    parts: [...byName.keys()],
    jobs: workers.length,
    async work(name, takenOver) {
      const cell = byName.get(name) as StudyCell;
      if ((await cellState(cell)).kind === 'finished') return null;
      if (takenOver) await freeFolder(cell.folder);
      const worker = free.pop() as CellWorker;
      try {
        return (await attempts.run(cell, worker)) ? null : undefined;
      } finally {
        free.push(worker);
      }
    },
    merge: () => Promise.resolve(),
  });
}

function refuseChanged(plan: readonly PlannedCell[], folder: string): void {
  const changed = new Map<StudyRow, readonly string[]>();
  for (const { cell, state } of plan) if (state.kind === 'changed') changed.set(cell.row, state.differences);
  if (changed.size === 0) return;
  const lines = [...changed].map(([{ label }, differences]) => `'${label}'\n    ${differences.join('\n    ')}`);
  const names = [...changed.keys()].map(({ label, config }) => (label.includes(',') ? config.name : label)); // as --rows takes them
  throw new CmgError(`cells in this folder were trained by other configs than these rows have now:\n  ${lines.join('\n  ')}`, {
    kind: 'usage',
    where: folder,
    hint: `Train them anew with --fresh --rows '${names.join(',')}', or keep both in another folder (--out).`,
  });
}
