import { spread } from '@cmg/tasks';
import type { ReportRun } from '../report-data.js';
import type { HeadlineColumn, HeadlineReference, HeadlineRow, Pair } from './headline-table.js';

/** A table without its references. */
export interface ReferredTable {
  readonly task: string;
  readonly columns: readonly HeadlineColumn[];
  readonly rows: readonly HeadlineRow[];
  readonly runs: readonly ReportRun[];
  /** Of the columns: first the transfers, then their mean if there are several, then the bounds. */
  readonly transfers: readonly Pair[];
  readonly bounds: readonly Pair[];
}

/** The ceiling that features set, whatever codes keep of them. */
export const PROBE = 'linear probe of raw features';

/** What the rows are to be compared with: floors, from the labels of the measured clips alone, then ceilings. */
export function referencesOf(table: ReferredTable): HeadlineReference[] {
  const { columns } = table;
  const chance: HeadlineReference = { label: 'chance', kind: 'floor', values: columns.map((column) => column.chance) };
  return [chance, ...floors(table), ...targetLabels(table), ...linearProbe(table)];
}

/** Those that the task's measures tell, which depend on the measured modality. */
function floors(table: ReferredTable): HeadlineReference[] {
  const results = table.runs.flatMap(({ seeds }) => seeds.flatMap(({ transfer }) => transfer)).filter(({ task }) => task === table.task);
  const names = [...new Set(results.flatMap(({ measures }) => Object.keys(measures.floors ?? {})))];
  return names.map((label) => {
    const of = ({ to }: Pair) => results.find((result) => result.to === to)?.measures.floors?.[label] ?? null;
    return { label, kind: 'floor', values: valuesOf(table, of, of) };
  });
}

/** The head of the last row where the measured modality itself is labelled. */
function targetLabels(table: ReferredTable): HeadlineReference[] {
  const { columns, rows, transfers, bounds } = table;
  const last = rows.at(-1);
  const first = columns.findIndex(({ kind }) => kind === 'bound');
  if (last === undefined || first < 0 || transfers.length === 0) return [];
  const of = ({ to }: Pair) => last.cells[first + bounds.findIndex((bound) => bound.to === to)]?.mean ?? null;
  return [{ label: 'labels of the target', kind: 'ceiling', values: valuesOf(table, of, () => null) }];
}

/** A linear map of raw features where the measured modality itself is labelled. */
function linearProbe(table: ReferredTable): HeadlineReference[] {
  const probes = table.runs.flatMap(({ seeds }) => seeds.flatMap((seed) => seed.probes ?? [])).filter(({ task }) => task === table.task);
  if (probes.length === 0) return [];
  const of = ({ to }: Pair) => probes.find(({ modality }) => modality === to)?.score ?? null;
  return [{ label: PROBE, kind: 'ceiling', values: valuesOf(table, of, of) }];
}

/** One value per column of scores: that of each transfer, their mean, that of each bound; null for the columns about the run. */
function valuesOf(
  { columns, transfers, bounds }: ReferredTable,
  ofTransfer: (pair: Pair) => number | null,
  ofBound: (pair: Pair) => number | null,
): (number | null)[] {
  const values = transfers.map(ofTransfer);
  const known = values.filter((value) => value !== null);
  const mean = known.length === values.length && known.length > 0 ? spread(known).mean : null;
  const scores = [...values, ...(transfers.length > 1 ? [mean] : []), ...bounds.map(ofBound)];
  return columns.map((_, c) => scores[c] ?? null);
}
