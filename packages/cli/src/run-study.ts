import { type LoadedStudy, loadStudy, type StudyRowConfig } from '@cmg/config';
import { CmgError } from '@cmg/core';
import {
  CellProcess,
  configuredTask,
  createComponents,
  planStudy,
  readyMadeStudies,
  reportData,
  study,
  type StudyResult,
  type StudyRow,
} from '@cmg/pipeline';
import { findings, headlineTables, type ReportData, type TableFormat, tablesAs, writeReport } from '@cmg/report';
import type { BackendChoice } from '@cmg/runtime';
import { interruptOnSignals } from '@cmg/trainer';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { backendLine } from './backend-line.js';
import type { CommandContext } from './command-context.js';
import { type OverrideOptions, overridesOf } from './config-options.js';
import { dataProgress } from './data-progress.js';
import { jobsFor, threadsOf } from './jobs.js';
import { goOnCommand, quoted } from './go-on-command.js';
import { shareOf, type ShareOptions, WAITING } from './share-options.js';
import { StudyProgress } from './study-progress.js';

/** What `cmg study`, `cmg demo` and `cmg probe` can be told. */
export interface StudyOptions extends OverrideOptions, ShareOptions {
  readonly data?: string;
  readonly evaluate?: string[];
  readonly seeds?: number;
  readonly rows?: string[];
  readonly tasks?: string[];
  readonly out?: string;
  readonly jobs?: number | 'auto';
  readonly fresh?: boolean;
  readonly plan?: boolean;
  readonly format?: TableFormat;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** A study as it is asked for. */
interface AskedStudy {
  readonly study: LoadedStudy;
  readonly rows: readonly StudyRow[];
  readonly seeds: readonly number[];
  readonly folder: string;
}

/** Loads a study with all that the options change. */
export async function askedStudy(given: string, options: StudyOptions): Promise<AskedStudy> {
  const { data, evaluate, tasks, seeds, rows: names, out } = options;
  const loaded = await loadStudy(given, createComponents(), {
    ...overridesOf(options),
    studies: readyMadeStudies(),
    ...(data !== undefined && { base: data }),
    ...(evaluate !== undefined && { evaluate }),
  });
  const withTasks = ({ config, components }: Pick<StudyRowConfig, 'config' | 'components'>) => ({
    ...config,
    tasks: tasks?.map((name) => configuredTask(components, name, config.tasks)) ?? config.tasks,
  });
  const evaluations = loaded.evaluations.map(withTasks);
  const rows = loaded.rows.map((row) => ({ label: row.label, config: withTasks(row), ...(evaluations.length > 0 && { evaluations }) }));
  return {
    study: loaded,
    rows: names === undefined ? rows : rowsCalled(names, rows),
    seeds: Array.from({ length: seeds ?? loaded.seeds }, (_, seed) => seed),
    folder: out ?? join('runs', loaded.name),
  };
}

/** In the order of the study, whose last row is the one that a report is about. */
function rowsCalled(names: readonly string[], rows: readonly StudyRow[]): StudyRow[] {
  const wanted = new Set(names.map((name) => rowCalled(name, rows)));
  return rows.filter((row) => wanted.has(row));
}

function rowCalled(name: string, rows: readonly StudyRow[]): StudyRow {
  const same = (text: string) => text.toLowerCase() === name.toLowerCase();
  const row = rows.find(({ label, config }) => same(label) || same(config.name));
  if (row !== undefined) return row;
  throw new CmgError(`no row is called '${name}'`, {
    kind: 'usage',
    where: '--rows',
    hint: `There are: ${rows.map(({ label }) => label).join(', ')}.`,
  });
}

/** Trains and evaluates what is not finished, prints the tables and writes the report. */
export async function runStudy(
  command: 'study' | 'demo' | 'probe',
  given: string,
  options: StudyOptions,
  { terminal, argv, setExitCode }: Pick<CommandContext, 'terminal' | 'argv' | 'setExitCode'>,
): Promise<void> {
  const asked = await askedStudy(given, options);
  const { rows, seeds, folder } = asked;
  const plan = await planStudy(rows, { seeds, folder, fresh: options.fresh ?? false });
  const left = plan.filter(({ state }) => state.kind !== 'finished').length;
  const jobs = jobsFor(options.jobs ?? 'auto', left, options.backend);
  const told = new Set<string>();
  const workers = Array.from(
    { length: jobs },
    () =>
      new CellProcess({
        spawn: () => startWorker(options.backend, jobs),
        onReady(runtime) {
          const line = backendLine(runtime);
          if (!told.has(line)) terminal.note(line + (jobs > 1 ? `, ${jobs} cells at once` : ''));
          told.add(line);
        },
        onDataProgress: dataProgress(terminal),
      }),
  );
  const share = shareOf(options);
  const progress = new StudyProgress();
  const interrupt = interruptOnSignals();
  const result = await study(rows, {
    seeds,
    folder,
    fresh: options.fresh ?? false,
    ...(share && { share }),
    signal: interrupt.signal,
    workers,
    onEvent: (event) => progress.tell(event),
  }).finally(() => {
    progress.close();
    interrupt.dispose();
  });
  if (result.outcome === 'interrupted') {
    terminal.note(`Interrupted; go on with: ${goOnCommand(argv, { drop: '--fresh' })}`);
    setExitCode(130);
    return;
  }
  if (result.outcome === 'waiting') terminal.note(WAITING);
  const measured = result.outcome === 'finished' && result.rows.some(({ runs }) => runs.length > 0);
  if (measured) {
    const told = dataOf(asked, result, commandText(command, given, options));
    const data = command === 'probe' ? { ...told, findings: findingsOf(told) } : told;
    await writeReport(folder, data);
    terminal.print(tablesAs(options.json ? 'json' : (options.format ?? 'text'), data, { colour: terminal.outColours.isColorSupported }));
    if (options.json !== true && data.findings?.length) terminal.print(`\n${data.findings.join('\n')}`);
    terminal.note(`\nReport: ${join(folder, 'report.html')}`);
    terminal.note(`Look at its codes and clips: npx cmg explore --run ${quoted(folder)}`);
  }
  for (const { label, seed, error } of result.failures)
    terminal.note(`${terminal.noteColours.red('failed')}: ${label}, seed ${seed}: ${error.message}`);
  if (result.failures.length > 0) setExitCode(1);
}

/** The rows of the study `probe`. */
const PROBE_ROWS = { own: 'this config', contrast: 'InfoNCE' };

function findingsOf(data: ReportData): string[] {
  const tables = headlineTables(data);
  const several = tables.length > 1;
  return tables.flatMap((table) => findings(table, PROBE_ROWS).map((sentence) => (several ? `${table.task}: ${sentence}` : sentence)));
}

/** A process that runs cells; see `study-worker`. */
function startWorker(backend: BackendChoice, jobs: number) {
  const command = fileURLToPath(new URL('../bin/cmg.mjs', import.meta.url));
  return fork(command, ['study-worker', '--backend', backend], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...threadsOf(jobs), ...process.env },
  });
}

function dataOf({ study: { name, title, summary, reference, published } }: AskedStudy, { rows }: StudyResult, command: string): ReportData {
  return reportData(rows, {
    title: title ?? name,
    summary: summary ?? `The rows of the study ${name}.`,
    reference,
    published,
    environment: rows.flatMap(({ runs }) => runs).at(-1)?.environment ?? {},
    command,
  });
}

/** The command with all that changes its numbers, as a shell takes it. */
function commandText(
  command: string,
  given: string,
  { data, evaluate, seeds, rows, tasks, set = [], without = [], add = [] }: StudyOptions,
): string {
  const settings = [
    ...(data === undefined ? [] : [[command === 'probe' ? '--config' : '--data', data]]),
    ...(evaluate === undefined ? [] : [['--evaluate', evaluate.join(',')]]),
    ...(seeds === undefined ? [] : [['--seeds', String(seeds)]]),
    ...(rows === undefined ? [] : [['--rows', rows.join(',')]]),
    ...(tasks === undefined ? [] : [['--tasks', tasks.join(',')]]),
    ...set.map((value) => ['--set', value]),
    ...without.map((value) => ['--without', value]),
    ...add.map((value) => ['--add', value]),
  ];
  return ['cmg', command, ...(command === 'study' ? [given] : []), ...settings.flat()].map(quoted).join(' ');
}
