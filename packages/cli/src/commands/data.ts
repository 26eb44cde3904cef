import { CmgError, type ComponentConfig, type DataReport, type DatasetReader } from '@cmg/core';
import { Option } from 'commander';
import { existsSync } from 'node:fs';
import type { CommandContext } from '../command-context.js';
import { dataReportLines } from '../data-report-lines.js';
import { Workbench } from '../workbench.js';

interface CheckOptions {
  readonly config?: string;
  readonly reader?: string;
  readonly root?: string;
  readonly json?: boolean;
}

/** `cmg data check`: whether a data set's files are there, whole and what they should be. */
export function addDataCommand({ program, terminal, setExitCode }: CommandContext): void {
  program
    .command('data')
    .description('look at data before training on it')
    .command('check')
    .description('read every file of a data set; report all that is missing or wrong, by file and row')
    .option('--config <file>', 'the data of this config')
    .addOption(new Option('--reader <name>', 'a reader by its name, in place of a config').conflicts('config'))
    .addOption(new Option('--root <folder>', 'where the files lie; default: where the reader looks for them').conflicts('config'))
    .option('--json', 'all findings and counts for a program to read')
    .addHelpText(
      'after',
      `
Examples:
  cmg data check --config configs/ave.yaml
  cmg data check --reader vggsound-avel --root /data/vggsound --json

Nothing is downloaded: where files are missing, the command says where the data set is described and which files to fetch.
Ends with 1 where something is wrong.`,
    )
    .action(async (options: CheckOptions) => {
      const workbench = new Workbench(terminal);
      const { use, options: chosen } = await dataOf(workbench, options);
      const reader = workbench.components.datasets.get(use);
      const report = await reportOf(workbench, reader, chosen);
      const missing = missingFiles(reader, chosen);
      const errors = report.findings.some(({ level }) => level === 'error');
      if (options.json) {
        const origin = reader.origin?.(chosen);
        terminal.print(JSON.stringify({ reader: use, ok: !errors, ...report, ...(origin && { origin: { ...origin, missing: Object.keys(missing) } }) }, null, 2));
      } else {
        for (const line of dataReportLines(report, reader.origin?.(chosen).url, missing, terminal.outColours)) terminal.print(line);
      }
      if (errors) setExitCode(1);
    });
}

async function dataOf(workbench: Workbench, { config, reader, root }: CheckOptions): Promise<ComponentConfig> {
  if (config !== undefined) return (await workbench.loadConfig(config)).data;
  if (reader === undefined) {
    throw new CmgError('which data?', {
      kind: 'usage',
      hint: `Give --config FILE, or --reader NAME: ${workbench.components.datasets.names.join(', ')}.`,
    });
  }
  const parsed = workbench.components.datasets.get(reader).options.safeParse(root === undefined ? {} : { root });
  if (!parsed.success) throw new CmgError(`the reader '${reader}' has no option root`, { kind: 'usage', hint: 'Leave --root out.' });
  return { use: reader, options: parsed.data as ComponentConfig['options'] };
}

/** Of data that comes with the program there are no files to check: it is opened and counted. */
async function reportOf(workbench: Workbench, reader: DatasetReader, options: ComponentConfig['options']): Promise<DataReport> {
  const context = workbench.datasetContext(reader.name);
  if (reader.check !== undefined) return reader.check(options, context);
  const dataset = await reader.open(options, context);
  try {
    const splits: Record<string, DataReport['splits'][string]> = {};
    for (const [name, clips] of Object.entries(dataset.splits)) {
      const labels = dataset.classes.length === 0 ? [] : [...(await dataset.labels(name)).clipClasses];
      const classes = Object.fromEntries(dataset.classes.map((label, i) => [label, labels.filter((one) => one === i).length]));
      splits[name] = { clips, modalities: Object.keys(dataset.featureShapes), classes };
    }
    return { findings: [], splits, arrays: 0 };
  } finally {
    await dataset.close();
  }
}

/** Files and folders that the data set consists of and that are not there at all. */
function missingFiles(reader: DatasetReader, options: ComponentConfig['options']): Readonly<Record<string, string>> {
  const files = reader.origin?.(options).files ?? {};
  return Object.fromEntries(Object.entries(files).filter(([file]) => !existsSync(file)));
}
