import type { RunConfig } from '@cmg/core';
import { ifThere, readJson, writeFileAtomic } from '@cmg/formats';
import type { ReportSegments } from '@cmg/report';
import { configDifference, recordedConfig } from '@cmg/trainer';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { readMetrics, type StudyRun } from '../evaluation/evaluate-run.js';

/** One row of the table that a study makes. */
export interface StudyRow {
  readonly label: string;
  /** Its `name` is that of the row's folder. */
  readonly config: RunConfig;
  /** Configs whose data and tasks codes are tried on in place of its own; a task is then called `<name of the config>: <task>`. */
  readonly evaluations?: readonly RunConfig[];
}

/** A row with one seed: what is trained, and where. */
export interface StudyCell {
  readonly row: StudyRow;
  readonly seed: number;
  /** The row's, with the seed. */
  readonly config: RunConfig;
  /** Of its run; with it lie `cell.json`, what was to be trained, `result.json`, what came out, and `segments.json`, what a report shows of it. */
  readonly folder: string;
}

/** A finished cell. */
export interface StudyCellRun extends StudyRun {
  /** What it was tried on. */
  readonly tasks: RunConfig['tasks'];
  /** Of which data, where it was not the run's own. */
  readonly evaluations?: readonly TriedOn[];
  /** Of trying it on the tasks. */
  readonly evaluationSeconds: number;
  /** Backend, versions, machine. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Data and tasks of another config. */
type TriedOn = Pick<RunConfig, 'name' | 'data' | 'tasks'>;

/** What a finished cell keeps besides its run's own files. */
export type CellResult = Omit<StudyCellRun, 'folder' | 'metrics' | 'segments'>;

/** How far a cell is. */
export type CellState =
  | { readonly kind: 'new' }
  /** Begun, or trained and not tried on these tasks. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'finished'; readonly result: CellResult }
  /** It was begun as something else. */
  | { readonly kind: 'changed'; readonly differences: readonly string[] };

const named = z.looseObject({ use: z.string() });
const scores = z.record(z.string(), z.number().nullable());

/** What `result.json` needs for its cell to count as finished; the rest is as it was written. */
const finished = z.looseObject({
  seed: z.int(),
  transfer: z.array(
    z.looseObject({ task: z.string(), from: z.string(), to: z.string(), measures: z.looseObject({ primary: z.string(), scores }) }),
  ),
  probes: z.array(z.looseObject({ task: z.string(), modality: z.string(), score: z.number() })),
  codes: z.looseObject({}),
  embedding: z.array(z.array(z.number())),
  seconds: z.number(),
  tasks: z.array(named),
  evaluations: z.array(z.looseObject({ name: z.string(), data: named, tasks: z.array(named) })).exactOptional(),
  evaluationSeconds: z.number(),
  environment: z.record(z.string(), z.string()),
});

/** What `segments.json` needs for a report to show it. */
const shown = z.looseObject({
  classes: z.array(z.string()),
  codeClasses: z.array(z.array(z.number())),
  sample: z.looseObject({ modalities: z.array(z.string()), classes: z.array(z.number()), semantic: z.array(z.array(z.number())) }),
  examples: z.array(
    z.looseObject({
      code: z.int(),
      segments: z.array(z.looseObject({ modality: z.string(), media: z.looseObject({ kind: z.string() }) })),
    }),
  ),
});

const AGAIN = 'Delete the folder: the cell is then trained again.';
const ABOUT = {
  cell: { what: 'the beginning of a cell', hint: AGAIN },
  result: { what: 'the result of a cell', hint: AGAIN },
  segments: { what: 'what a cell shows of its segments', hint: AGAIN },
};

/** The cell of a row and a seed in the folder of a study. */
export function cellOf(folder: string, row: StudyRow, seed: number): StudyCell {
  const config = { ...row.config, seed };
  return { row, seed, config, folder: join(folder, 'cells', config.name, `seed-${seed}`) };
}

/** All that makes a difference to a finished cell. Another name, other observers and other speed do not; tasks are tried anew. */
const COMPARISON = {
  free: ['name', 'tasks', 'observers', 'training.logEvery', 'training.compile'],
  saved: 'when it was trained',
  now: 'now',
};

/** What is recorded of the configs that a cell is tried on. */
export const triedOn = ({ row }: StudyCell): Pick<StudyCellRun, 'evaluations'> =>
  row.evaluations ? { evaluations: row.evaluations.map(({ name, data, tasks }) => ({ name, data, tasks })) } : {};

export async function cellState(cell: StudyCell): Promise<CellState> {
  const { config, folder } = cell;
  const begun = await ifThere(readJson(join(folder, 'cell.json'), recordedConfig, ABOUT.cell));
  if (begun === undefined) return { kind: 'new' };
  const differences = configDifference(begun, plain(config), COMPARISON);
  if (differences.length > 0) return { kind: 'changed', differences };
  const result = await ifThere(readJson(join(folder, 'result.json'), finished, ABOUT.result));
  const tried = plain({ tasks: config.tasks, ...triedOn(cell) });
  const same = isDeepStrictEqual({ tasks: result?.tasks, ...(result?.evaluations && { evaluations: result.evaluations }) }, tried);
  if (result === undefined || !same) return { kind: 'unfinished' };
  return { kind: 'finished', result: result as unknown as CellResult };
}

/** Records what a cell is, before it is trained. */
export async function beginCell({ config, folder }: StudyCell): Promise<void> {
  await writeFileAtomic(join(folder, 'cell.json'), JSON.stringify(config, null, 2));
}

export async function finishCell({ folder }: StudyCell, result: CellResult, segments: ReportSegments | undefined): Promise<void> {
  if (segments !== undefined) await writeFileAtomic(join(folder, 'segments.json'), JSON.stringify(segments));
  await writeFileAtomic(join(folder, 'result.json'), JSON.stringify(result));
}

/** A finished cell as a run of its row. */
export async function runOf({ folder }: StudyCell, result: CellResult): Promise<StudyCellRun> {
  return { ...result, folder, metrics: await readMetrics(folder) };
}

/** With what its held-out segments show, if the cell has that. */
export async function withSegments(run: StudyCellRun): Promise<StudyCellRun> {
  const segments = await ifThere(readJson(join(run.folder, 'segments.json'), shown, ABOUT.segments));
  return segments === undefined ? run : { ...run, segments: segments as unknown as ReportSegments };
}

/** As JSON gives it back: without what is undefined. */
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
