import { loadConfig } from '@cmg/config';
import { configuredTask, createComponents, reportData, runtimeEnvironment, study, type StudyResult } from '@cmg/pipeline';
import { formatTable, headlineTables, type ReportData, writeReport } from '@cmg/report';
import { type BackendChoice, openBackend, type RuntimeReport } from '@cmg/runtime';
import { interruptOnSignals, progress, STANDARD_OBSERVERS } from '@cmg/trainer';
import { join } from 'node:path';
import { backendOption, type CommandContext } from '../command-context.js';
import { type OverrideOptions, overridesOf, withOverrides } from '../config-options.js';
import { dataProgress } from '../data-progress.js';
import { integerOption, listOption } from '../list-option.js';

interface DemoOptions extends OverrideOptions {
  readonly seeds: number;
  readonly tasks?: string[];
  readonly out: string;
  readonly fresh?: boolean;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** The rows of the demo's table: label and ready-made config. */
const ROWS = [
  ['Baseline', 'digits-baseline'],
  ['Full model', 'digits'],
] as const;

/** `cmg demo`: Baseline and the full model on the shipped digits, one table, one report. */
export function addDemoCommand({ program, terminal, setExitCode }: CommandContext): void {
  withOverrides(
    program
      .command('demo')
      .description('pre-train Baseline and the full model on the shipped digits; print the transfer table, write a report'),
  )
    .option('--seeds <n>', 'train each row with this many seeds; the table shows mean and spread', integerOption(1), 1)
    .option('--tasks <names>', "try the codes on these tasks, by comma, in place of the config's", listOption)
    .option('--out <folder>', 'where the runs and the report go', join('runs', 'demo'))
    .option('--fresh', 'train anew instead of going on with the runs that are there')
    .option('--json', 'print the table for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Examples:
  cmg demo
  cmg demo --seeds 3        mean and spread over three seeds
  cmg demo --tasks segmentation   which of four digits in a frame is spoken, shown or named
  cmg demo --backend wasm   without native TensorFlow

Ctrl-C saves; the same command goes on where it stopped.`,
    )
    .action(async (options: DemoOptions) => {
      const components = createComponents();
      const runtime = await openBackend(options.backend);
      terminal.note(backendLine(runtime));
      const rows = await Promise.all(
        ROWS.map(async ([label, name]) => {
          const { config } = await loadConfig(name, components, overridesOf(options));
          const tasks = options.tasks?.map((name) => configuredTask(components, name, config.tasks)) ?? config.tasks;
          return { label, config: { ...config, tasks } };
        }),
      );
      const seeds = Array.from({ length: options.seeds }, (_, seed) => seed);
      const interrupt = interruptOnSignals();
      const result = await study(rows, {
        components,
        seeds,
        folder: options.out,
        fresh: options.fresh ?? false,
        signal: interrupt.signal,
        onDataProgress: dataProgress(terminal),
        standardObservers: [...STANDARD_OBSERVERS, progress],
        onRun: ({ label, config }, seed) =>
          terminal.note(`\n${label}, seed ${seed} (${config.modalities.map(({ use }) => use).join(', ')})`),
      }).finally(() => interrupt.dispose());
      if (result.outcome === 'interrupted') {
        terminal.note('Interrupted; the same command goes on from here.');
        setExitCode(130);
        return;
      }
      const data = dataOf(result, runtime, options);
      await writeReport(options.out, data);
      if (options.json) terminal.print(JSON.stringify(headlineTables(data)));
      else terminal.print(`\n${formatTable(data, { colour: terminal.outColours.isColorSupported })}`);
      terminal.note(`\nReport: ${join(options.out, 'report.html')}`);
    });
}

function backendLine({ backend, versions, threads, failures }: RuntimeReport): string {
  const why = failures.map(({ name, reason }) => `no ${name}: ${reason}`).join('; ');
  const version = versions.libtensorflow === undefined ? `tfjs ${versions.tfjs}` : `TensorFlow ${versions.libtensorflow}`;
  const slow = why !== '' && (backend === 'wasm' || backend === 'js') ? ` (${why}; see cmg doctor)` : '';
  return `TensorFlow backend: ${backend}, ${version}, ${threads} thread${threads === 1 ? '' : 's'}${slow}`;
}

function dataOf({ rows }: StudyResult, runtime: RuntimeReport, { seeds, tasks, ...overrides }: DemoOptions): ReportData {
  const typed = (['set', 'without', 'add'] as const).flatMap((name) => (overrides[name] ?? []).map((value) => `--${name} '${value}'`));
  const settings = [...(seeds === 1 ? [] : [`--seeds ${seeds}`]), ...(tasks ? [`--tasks ${tasks.join(',')}`] : []), ...typed];
  return reportData(rows, {
    title: 'Cross-modal generalisation on digits',
    summary:
      'Written, spoken and worded digits. Codes were learned from paired clips without any label; then a small head was trained on ' +
      'the codes of one modality and used, unchanged, on the others. Clips, voices, images and wordings are held out.',
    environment: runtimeEnvironment(runtime),
    command: ['cmg demo', ...settings].join(' '),
  });
}
