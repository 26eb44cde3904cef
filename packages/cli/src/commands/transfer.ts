import { loadConfig } from '@cmg/config';
import { configuredTask, createComponents, evaluate, openDataset, openRun } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { aggregate, type AggregatedDirection, readsSuffix } from '@cmg/tasks';
import type { CheckpointChoice } from '@cmg/trainer';
import { Option } from 'commander';
import { backendOption, type CommandContext } from '../command-context.js';
import { type OverrideOptions, overridesOf, pluginOption, refuseOverrides, stepOption, withOverrides } from '../config-options.js';
import { dataProgress } from '../data-progress.js';
import { integerOption, listOption } from '../list-option.js';

interface TransferCommandOptions extends OverrideOptions {
  readonly plugin?: string[];
  readonly step?: CheckpointChoice;
  readonly run: string;
  readonly config?: string;
  readonly task: string;
  readonly from?: string[];
  readonly to?: string[];
  readonly protocol?: string;
  readonly reads?: string[];
  readonly seed: number;
  readonly seeds: number;
  readonly save?: string;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg transfer`: train a head on the codes of one modality, measure it on others. */
export function addTransferCommand({ command, terminal }: CommandContext): void {
  withOverrides(
    command
      .requiredOption('--run <folder>', 'a trained run')
      .option('--config <file>', "try it on the data and with the tasks of this config, in place of the run's own"),
  )
    .option('--task <name>', 'what the head learns', 'classification')
    .option('--from <modalities>', 'labelled modalities, by comma; default: each in turn', listOption)
    .option('--to <modalities>', 'modalities to measure on, by comma; default: all', listOption)
    .addOption(new Option('--protocol <name>', 'held-out clips, or the clips the head was trained on').choices(['heldout', 'official']))
    .option(
      '--reads <what>',
      'what heads read: codes, nearest (several codes), semantic (z) or both; several by comma; default: as configured',
      listOption,
    )
    .option('--seed <n>', 'of the head', integerOption(0), 0)
    .option('--seeds <n>', 'train this many heads, from that seed on; scores are means with their spread', integerOption(1), 1)
    .option('--save <folder>', 'keep each head in a folder of its own there, for `cmg predict`')
    .option('--json', 'for a program to read')
    .addOption(stepOption())
    .addOption(pluginOption())
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Examples:
  cmg transfer --run runs/digits --from audio --to video,text
  cmg transfer --run runs/digits --task localisation --seeds 3
  cmg transfer --run runs/digits --reads codes,semantic   what is lost in quantising
  cmg transfer --run runs/vggsound-avel --config ave   codes of one data set, labels of another
  cmg transfer --run runs/digits --from text --save heads   for cmg predict`,
    )
    .action(async (options: TransferCommandOptions) => {
      const { from, to, seed, seeds, save, protocol, reads = [undefined] } = options;
      if (options.config === undefined) refuseOverrides(options);
      const onDataProgress = dataProgress(terminal);
      const other = options.config === undefined ? undefined : await loadConfig(options.config, createComponents(), overridesOf(options));
      await openBackend(options.backend);
      const run = await openRun(options.run, {
        onDataProgress,
        plugins: options.plugin ?? [],
        step: options.step,
        ...(other && { components: other.components }),
      });
      try {
        const { data, tasks } = other?.config ?? run.config;
        const configured = reads.map((what) => {
          const more = { ...(protocol !== undefined && { protocol }), ...(what !== undefined && { reads: what }) };
          return configuredTask(run.components, options.task, tasks, more);
        });
        const dataset = await openDataset(data, run.components, onDataProgress);
        try {
          const results = await evaluate(run, {
            dataset,
            tasks: configured,
            ...(from && { from }),
            ...(to && { to }),
            seeds: Array.from({ length: seeds }, (_, i) => seed + i),
            ...(save !== undefined && { save: { directory: save, onSaved: (head) => terminal.note(`saved: ${head}`) } }),
          });
          if (options.json) terminal.print(JSON.stringify(results));
          else
            for (const row of aggregate(results))
              terminal.print(resultLine(row, options.reads === undefined ? '' : readsSuffix(row.reads)));
        } finally {
          await dataset.close();
        }
      } finally {
        run.dispose();
      }
    });
}

/** `localisation  audio -> video  f1 81.2 ±0.4, precision 90.1 ±0.2  (chance 10.0)`: the score that is judged by comes first. */
function resultLine({ task, from, to, primary, scores, chance }: AggregatedDirection, read: string): string {
  const note = from === to ? `labelled modality, the upper bound; chance ${chance.toFixed(1)}` : `chance ${chance.toFixed(1)}`;
  const names = [primary, ...Object.keys(scores).filter((name) => name !== primary)];
  const shown = names.flatMap((name) => {
    const score = scores[name];
    if (score === undefined) return [];
    const deviation = score.deviation === null ? '' : ` ±${score.deviation.toFixed(1)}`;
    return [`${name} ${score.mean.toFixed(1)}${deviation}`];
  });
  return `${task}${read}  ${from} -> ${to}  ${shown.join(', ')}  (${note})`;
}
