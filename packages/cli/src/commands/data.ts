import { loadConfig } from '@cmg/config';
import { CmgError, type ComponentConfig, type Components } from '@cmg/core';
import { checkData, createComponents } from '@cmg/pipeline';
import { Option } from 'commander';
import type { CommandContext } from '../command-context.js';
import { type OverrideOptions, overridesOf, refuseOverrides, withOverrides } from '../config-options.js';
import { dataProgress } from '../data-progress.js';
import { dataReportLines } from '../data-report-lines.js';

interface CheckOptions extends OverrideOptions {
  readonly config?: string;
  readonly reader?: string;
  readonly root?: string;
  readonly json?: boolean;
}

/** `cmg data check`: whether a data set's files are there, whole and what they should be. */
export function addDataCommand({ command, terminal, setExitCode }: CommandContext): void {
  withOverrides(
    command
      .command('check')
      .description('read every file of a data set; report all that is missing or wrong, by file and row')
      .option('--config <file>', 'the data of this config, a file or the name of a ready-made one'),
  )
    .addOption(new Option('--reader <name>', 'a reader by its name, in place of a config').conflicts('config'))
    .addOption(new Option('--root <folder>', 'where the files lie; default: where the reader looks for them').conflicts('config'))
    .option('--json', 'all findings and counts for a program to read')
    .addHelpText(
      'after',
      `
Examples:
  cmg data check --config ave
  cmg data check --reader vggsound-avel --root /data/vggsound --json

Nothing is downloaded: where files are missing, the command says where the data set is described and which files to fetch.
Ends with 1 where something is wrong.`,
    )
    .action(async (options: CheckOptions) => {
      const { data, components } = await dataOf(options);
      const { report, origin, missing } = await checkData(data, components, dataProgress(terminal));
      const errors = report.findings.some(({ level }) => level === 'error');
      if (options.json) {
        terminal.print(
          JSON.stringify(
            { reader: data.use, ok: !errors, ...report, ...(origin && { origin: { ...origin, missing: Object.keys(missing) } }) },
            null,
            2,
          ),
        );
      } else {
        for (const line of dataReportLines(report, origin?.url, missing, terminal.outColours)) terminal.print(line);
      }
      if (errors) setExitCode(1);
    });
}

async function dataOf({ config, reader, root, ...overrides }: CheckOptions): Promise<{ data: ComponentConfig; components: Components }> {
  const components = createComponents();
  if (config !== undefined) {
    const loaded = await loadConfig(config, components, overridesOf(overrides));
    return { data: loaded.config.data, components: loaded.components };
  }
  refuseOverrides(overrides);
  if (reader === undefined) {
    throw new CmgError('which data?', {
      kind: 'usage',
      hint: `Give --config FILE, or --reader NAME: ${components.datasets.names.join(', ')}.`,
    });
  }
  const parsed = components.datasets.get(reader).options.safeParse(root === undefined ? {} : { root });
  if (!parsed.success) throw new CmgError(`the reader '${reader}' has no option root`, { kind: 'usage', hint: 'Leave --root out.' });
  return { data: { use: reader, options: parsed.data }, components };
}
