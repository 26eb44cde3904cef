import { TABLE_FORMATS, type TableFormat, tablesAs } from '@cmg/report';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { type CheckpointChoice, interruptOnSignals } from '@cmg/trainer';
import { Option } from 'commander';
import { backendOption, type CommandContext } from '../command-context.js';
import { pluginOption, stepOption } from '../config-options.js';
import { dataProgress } from '../data-progress.js';
import { reportRuns } from '../report-runs.js';

interface ReportOptions {
  readonly plugin?: string[];
  readonly step?: CheckpointChoice;
  readonly run: string[];
  readonly out?: string;
  readonly format: TableFormat;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg report`: what came out of finished runs, as one page. */
export function addReportCommand({ command, terminal, setExitCode }: CommandContext): void {
  command
    .requiredOption('--run <folders...>', 'trained runs on the same data, from the baseline to the full model')
    .option('--out <folder>', 'where report.html goes; default: the folder of the last run')
    .addOption(new Option('--format <name>', 'of the printed tables').choices(TABLE_FORMATS).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(stepOption())
    .addOption(pluginOption())
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Runs of one name that differ in their seeds make one row of the table, with mean and spread.

Examples:
  cmg report --run runs/digits
  cmg report --run runs/baseline runs/digits --out reports`,
    )
    .action(async (options: ReportOptions) => {
      const runtime = await openBackend(options.backend);
      const interrupt = interruptOnSignals();
      try {
        const { data, file } = await reportRuns(options.run, {
          folder: options.out ?? (options.run.at(-1) as string),
          command: `cmg report --run ${options.run.join(' ')}${options.step === undefined ? '' : ` --step ${options.step}`}`,
          runtime,
          plugins: options.plugin ?? [],
          step: options.step,
          signal: interrupt.signal,
          onDataProgress: dataProgress(terminal),
        });
        terminal.print(tablesAs(options.json ? 'json' : options.format, data, { colour: terminal.outColours.isColorSupported }));
        terminal.note(`\nReport: ${file}`);
      } catch (error) {
        if (!interrupt.signal.aborted) throw error;
        terminal.note('interrupted: no report was written');
        setExitCode(130);
      } finally {
        interrupt.dispose();
      }
    });
}
