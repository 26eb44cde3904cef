import { loadComponents } from '@cmg/config';
import { createComponents, measureTime, openDataset, type PlannedCell, planStudy, type StudyRow } from '@cmg/pipeline';
import { openBackend } from '@cmg/runtime';
import { spread } from '@cmg/tasks';
import { interruptOnSignals, ProgressLine } from '@cmg/trainer';
import { aligned } from './aligned.js';
import { backendLine } from './backend-line.js';
import type { CommandContext } from './command-context.js';
import { dataProgress } from './data-progress.js';
import { jobsFor } from './jobs.js';
import { askedStudy, type StudyOptions } from './run-study.js';

/** What is left of a row, and how long a cell of it takes. */
interface RowPlan {
  readonly row: StudyRow;
  readonly cells: readonly PlannedCell[];
  /** Of training; null if nothing is left. */
  readonly seconds: number | null;
}

/** Prints what a study would run, and how long that takes on this machine. Nothing is trained but some steps, to measure the speed. */
export async function printPlan(
  given: string,
  options: StudyOptions,
  { terminal, setExitCode }: Pick<CommandContext, 'terminal' | 'setExitCode'>,
): Promise<void> {
  const { study, rows, seeds, folder } = await askedStudy(given, options);
  const cells = await planStudy(rows, { seeds, folder, fresh: options.fresh ?? false });
  const left = cells.filter(isLeft).length;
  const interrupt = interruptOnSignals();
  try {
    const plans = await timed(rows, cells, options, terminal, interrupt.signal);
    const evaluation = evaluationSeconds(cells);
    const jobs = jobsFor(options.jobs ?? 'auto', left, options.backend);
    const seconds =
      plans.reduce((sum, plan) => sum + ((plan.seconds ?? 0) + (evaluation ?? 0)) * plan.cells.filter(isLeft).length, 0) / jobs;
    if (options.json) {
      const listed = cells.map(({ cell, state }) => ({ row: cell.row.label, seed: cell.seed, folder: cell.folder, state: state.kind }));
      terminal.print(JSON.stringify({ study: study.name, folder, jobs, seconds, cells: listed }));
      return;
    }
    terminal.print(`${study.name}: ${rows.length} rows, ${seeds.length} seeds, in ${folder}`);
    for (const line of tableOf(plans)) terminal.print(line);
    const about = `about ${minutes(seconds)} minutes${jobs > 1 ? ` with ${jobs} cells at once` : ''}`;
    const without = evaluation === undefined ? ' of training; trying the tasks comes on top, which a first finished cell will tell of' : '';
    terminal.print(`${cells.length} cells, ${cells.length - left} finished${left === 0 ? '' : `; the others: ${about}${without}`}`);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    terminal.note('interrupted');
    setExitCode(130);
  } finally {
    interrupt.dispose();
  }
}

const isLeft = ({ state }: PlannedCell): boolean => state.kind !== 'finished';
const minutes = (seconds: number): string => (seconds / 60).toFixed(1);

/** How long it takes to try a cell on its tasks, by those that are finished. */
function evaluationSeconds(cells: readonly PlannedCell[]): number | undefined {
  const known = cells.flatMap(({ state }) => (state.kind === 'finished' ? [state.result.evaluationSeconds] : []));
  return known.length === 0 ? undefined : spread(known).mean;
}

/** Rows with a finished cell take as long again; the others are measured. */
async function timed(
  rows: readonly StudyRow[],
  cells: readonly PlannedCell[],
  { backend }: StudyOptions,
  terminal: CommandContext['terminal'],
  signal: AbortSignal,
): Promise<RowPlan[]> {
  const line = new ProgressLine(process.stderr);
  const plans: RowPlan[] = [];
  let opened = false;
  for (const row of rows) {
    const own = cells.filter(({ cell }) => cell.row === row);
    const known = own.flatMap(({ state }) => (state.kind === 'finished' ? [state.result.seconds] : []));
    if (known.length > 0 || !own.some(isLeft)) {
      plans.push({ row, cells: own, seconds: known.length === own.length ? null : spread(known).mean });
      continue;
    }
    if (!opened) terminal.note(backendLine(await openBackend(backend)));
    opened = true;
    line.update(() => `measuring: ${row.label}`);
    const components = await loadComponents(row.config, createComponents());
    const dataset = await openDataset(row.config.data, components, dataProgress(terminal));
    try {
      plans.push({ row, cells: own, seconds: await measureTime(row.config, { components, dataset, signal }) });
    } finally {
      await dataset.close();
    }
  }
  line.clear();
  return plans;
}

function tableOf(plans: readonly RowPlan[]): string[] {
  const seeds = (cells: readonly PlannedCell[], ...kinds: readonly PlannedCell['state']['kind'][]) =>
    cells.flatMap(({ cell, state }) => (kinds.includes(state.kind) ? [String(cell.seed)] : [])).join(' ');
  const changed = plans.some(({ cells }) => seeds(cells, 'changed') !== '');
  const head = ['row', 'seeds done', 'to do', ...(changed ? ['changed'] : []), 'minutes each', 'objectives'];
  const lines = plans.map(({ row: { label, config }, cells, seconds }) => [
    label,
    seeds(cells, 'finished') || '-',
    seeds(cells, 'new', 'unfinished') || '-',
    ...(changed ? [seeds(cells, 'changed') || '-'] : []),
    seconds === null ? '-' : minutes(seconds),
    config.objectives.map(({ use }) => use).join(', '),
  ]);
  return aligned([head, ...lines]);
}
