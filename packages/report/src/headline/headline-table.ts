import { aggregate, type AggregatedDirection, spread, type Spread } from '@cmg/tasks';
import type { ReportData, ReportPublished, ReportRun } from '../report-data.js';
import { difference, type Difference } from './difference.js';
import { referencesOf } from './references.js';
import { shortNames } from './short-names.js';

export interface HeadlineColumn {
  /** For example `A→V`. */
  readonly label: string;
  /** For example `audio → video`. */
  readonly title: string;
  /** `transfer`: measured on another modality; `bound`: on the labelled one; the others describe the run itself. */
  readonly kind: 'transfer' | 'mean' | 'bound' | 'codes' | 'shared' | 'seconds';
  /** The chance level, which may differ between modalities; null if the column does not contain scores. */
  readonly chance: number | null;
  /** Of a transfer or a bound. */
  readonly pair?: Pair;
}

export interface HeadlineRow {
  readonly label: string;
  /** Statistics over the seeds, one per column; null if not measured. */
  readonly cells: readonly (Spread | null)[];
  /** From the table's reference row in the mean of all transfers; null for that row itself, and where they have nothing in common. */
  readonly difference: Difference | null;
  /** What a paper says, one per column, null where it says nothing; absent where it says nothing of this row. */
  readonly published?: readonly (number | null)[];
}

/** What the rows are to be compared with. */
export interface HeadlineReference {
  readonly label: string;
  /** `floor`: of answers that need no training; `ceiling`: of labels in the measured modality. */
  readonly kind: 'floor' | 'ceiling';
  /** One per column; null where it says nothing. */
  readonly values: readonly (number | null)[];
}

/** The headline table of one task. Plain values that can be written as JSON. */
export interface HeadlineTable {
  readonly task: string;
  /** What the scores are, for example `accuracy`. */
  readonly score: string;
  readonly columns: readonly HeadlineColumn[];
  readonly rows: readonly HeadlineRow[];
  readonly references: readonly HeadlineReference[];
  /** The label of the row that differences are from; null where there are none. */
  readonly reference: string | null;
}

/** What tables are made of. */
export type TableData = Pick<ReportData, 'modalities' | 'runs' | 'reference' | 'published'>;

/** Tables that were made: a command prints, explains and writes the same ones, and their bootstrap takes seconds. */
const made = new WeakMap<TableData['runs'], { readonly of: TableData; readonly tables: HeadlineTable[] }>();

/** One table per task of the data: a row per run; columns for every direction, the upper bounds and the codes. */
export function headlineTables(data: TableData): HeadlineTable[] {
  const known = made.get(data.runs);
  if (known && (['modalities', 'reference', 'published'] as const).every((key) => known.of[key] === data[key])) return known.tables;
  const tables = makeTables(data);
  made.set(data.runs, { of: data, tables });
  return tables;
}

function makeTables(data: TableData): HeadlineTable[] {
  const tasks = new Set(data.runs.flatMap(({ seeds }) => seeds.flatMap(({ transfer }) => transfer.map(({ task }) => task))));
  return [...tasks].map((task) => headlineTable(data, task));
}

/** A labelled and a measured modality. */
export interface Pair {
  readonly from: string;
  readonly to: string;
}

function headlineTable({ modalities, runs, reference: named, published = [] }: TableData, task: string): HeadlineTable {
  const all = runs.map((run) => aggregate(run.seeds.flatMap(({ transfer }) => transfer)).filter((row) => row.task === task));
  const { primary = '' } = all.flat()[0] ?? {};
  const measured = ({ from, to }: Pair) => all.flat().some((row) => row.from === from && row.to === to);
  const transfers = orderedPairs(modalities).filter(measured);
  const bounds = modalities.map((name) => ({ from: name, to: name })).filter(measured);
  const cells = (run: ReportRun, rows: readonly AggregatedDirection[]): (Spread | null)[] => [
    ...transfers.map((pair) => scoreOf(rows, pair)),
    ...(transfers.length > 1 ? [meanTransfer(run, task, transfers)] : []),
    ...bounds.map((pair) => scoreOf(rows, pair)),
    over(run, ({ codes }) => codes.usedByAny),
    over(run, ({ codes }) => 100 * codes.shared),
    over(run, ({ seconds }) => seconds),
  ];
  const columns = columnsOf(modalities, transfers, bounds, chanceIn(all.flat()));
  const reference = runs.length < 2 ? undefined : (runs.find(({ label }) => label === named) ?? runs.at(-1));
  const rows = runs.map((run, i) => ({
    label: run.label,
    cells: cells(run, all[i] as AggregatedDirection[]),
    difference: reference === undefined || reference === run ? null : difference(run, reference, task, transfers),
    ...publishedOf(published, task, run.label, columns, transfers),
  }));
  const references = referencesOf({ task, columns, rows, runs, transfers, bounds });
  return {
    task,
    score: primary,
    columns,
    rows,
    references,
    reference: rows.some((row) => row.difference !== null) ? (reference?.label ?? null) : null,
  };
}

/** What a paper says of a row: of each transfer, and their mean where it tells all. */
function publishedOf(
  published: readonly ReportPublished[],
  task: string,
  label: string,
  columns: readonly HeadlineColumn[],
  transfers: readonly Pair[],
): Pick<HeadlineRow, 'published'> {
  const told = published.filter((figures) => figures.task === task && label in figures.rows);
  if (told.length === 0) return {};
  const of = ({ from, to }: Pair) =>
    told.flatMap(({ directions, rows }) => rows[label]?.[directions.findIndex(([a, b]) => a === from && b === to)] ?? [])[0] ?? null;
  const figures = transfers.map(of);
  const known = figures.filter((figure) => figure !== null);
  const mean = transfers.length > 1 && known.length === figures.length ? [spread(known).mean] : [];
  return { published: columns.map((_, c) => [...figures, ...mean][c] ?? null) };
}

/** A→V, V→A, A→T, T→A, V→T, T→V: each pair in both directions. */
function orderedPairs(modalities: readonly string[]): Pair[] {
  return modalities.flatMap((a, i) =>
    modalities.slice(i + 1).flatMap((b) => [
      { from: a, to: b },
      { from: b, to: a },
    ]),
  );
}

/** The chance level of a direction, the same in all runs. */
const chanceIn = (rows: readonly AggregatedDirection[]) => (pair: Pair) =>
  rows.find(({ from, to }) => from === pair.from && to === pair.to)?.chance ?? 0;

function columnsOf(
  modalities: readonly string[],
  transfers: readonly Pair[],
  bounds: readonly Pair[],
  chance: (pair: Pair) => number,
): HeadlineColumn[] {
  const short = shortNames(modalities);
  const name = (modality: string) => short[modalities.indexOf(modality)] as string;
  return [
    ...transfers.map((pair) => transferColumn(name, pair, chance(pair))),
    ...(transfers.length > 1
      ? [{ label: 'mean', title: 'mean of all transfers', kind: 'mean' as const, chance: spread(transfers.map(chance)).mean }]
      : []),
    ...bounds.map((pair) => ({
      ...transferColumn(name, pair, chance(pair)),
      title: `${pair.from}, the labelled modality`,
      kind: 'bound' as const,
    })),
    { label: 'codes', title: 'codes in use', kind: 'codes', chance: null },
    { label: 'shared %', title: 'fraction of the codes in use that all modalities use', kind: 'shared', chance: null },
    { label: 'seconds', title: 'seconds of training', kind: 'seconds', chance: null },
  ];
}

const transferColumn = (name: (modality: string) => string, { from, to }: Pair, chance: number) => ({
  pair: { from, to },
  label: `${name(from)}→${name(to)}`,
  title: `${from} → ${to}`,
  kind: 'transfer' as const,
  chance,
});

function scoreOf(rows: readonly AggregatedDirection[], { from, to }: Pair): Spread | null {
  const row = rows.find((candidate) => candidate.from === from && candidate.to === to);
  return row?.scores[row.primary] ?? null;
}

/** Averaged over the directions first, so that the deviation is that of a run's average. */
function meanTransfer(run: ReportRun, task: string, transfers: readonly Pair[]): Spread | null {
  const means = run.seeds.flatMap(({ transfer }) => {
    const scores = transfers.map(({ from, to }) => {
      const row = transfer.find((result) => result.task === task && result.from === from && result.to === to);
      return row?.measures.scores[row.measures.primary];
    });
    const known = scores.filter((score) => score !== undefined);
    return known.length === transfers.length ? [spread(known).mean] : [];
  });
  return means.length === 0 ? null : spread(means);
}

function over(run: ReportRun, value: (seed: ReportRun['seeds'][number]) => number): Spread | null {
  return run.seeds.length === 0 ? null : spread(run.seeds.map(value));
}
