import { CmgError, type Use } from '@cmg/core';
import { openBackend, type BackendChoice } from '@cmg/runtime';
import type { TransferResult } from '@cmg/tasks';
import { Option } from 'commander';
import { backendOption, type CommandContext } from '../command-context.js';
import { evaluateRun } from '../evaluate-run.js';
import { integerOption, listOption } from '../list-option.js';
import { runConfigOf } from '../run-config-of.js';
import { Workbench } from '../workbench.js';

interface TransferCommandOptions {
  readonly run: string;
  readonly task: string;
  readonly from?: string[];
  readonly to?: string[];
  readonly protocol?: string;
  readonly seed: number;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg transfer`: train a head on the codes of one modality, measure it on others. */
export function addTransferCommand({ program, terminal }: CommandContext): void {
  program
    .command('transfer')
    .description('train a head on the codes of one modality, measure it on the others')
    .requiredOption('--run <folder>', 'a trained run')
    .option('--task <name>', 'what the head learns', 'classification')
    .option('--from <modalities>', 'labelled modalities, by comma; default: each in turn', listOption)
    .option('--to <modalities>', 'modalities to measure on, by comma; default: all', listOption)
    .addOption(new Option('--protocol <name>', 'held-out clips, or the clips the head was trained on').choices(['heldout', 'official']))
    .option('--seed <n>', 'of the head', integerOption(0), 0)
    .option('--json', 'for a program to read')
    .addOption(backendOption())
    .addHelpText('after', '\nExample:\n  cmg transfer --run runs/digits --from audio --to video,text')
    .action(async (options: TransferCommandOptions) => {
      const workbench = new Workbench(terminal);
      const config = await runConfigOf(options.run);
      const task = taskOf(workbench, options, config.tasks);
      checkModalities(options, config.modalities.map(({ use }) => use));
      await openBackend(options.backend);
      const dataset = await workbench.openDataset(config.data);
      try {
        const { from, to, seed } = options;
        const { transfer } = await evaluateRun(workbench, {
          dataset,
          folder: options.run,
          tasks: [task],
          ...(from && { from }),
          ...(to && { to }),
          seed,
        });
        if (options.json) terminal.print(JSON.stringify(transfer));
        else for (const line of transferLines(transfer)) terminal.print(line);
      } finally {
        await dataset.close();
      }
    });
}

/** The task with the config's options for it, or its defaults; the protocol of the command line wins. */
function taskOf(workbench: Workbench, { task: name, protocol }: TransferCommandOptions, configured: readonly Use[]): Use {
  const task = workbench.components.tasks.get(name);
  const options = configured.find(({ use }) => use === name)?.options ?? {};
  return { use: name, options: task.options.parse({ ...options, ...(protocol && { protocol }) }) as Use['options'] };
}

function checkModalities({ from = [], to = [] }: TransferCommandOptions, known: readonly string[]): void {
  const unknown = [...from, ...to].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new CmgError(`the run has no modality '${unknown}'`, { kind: 'usage', hint: `It was trained on ${known.join(', ')}.` });
}

function transferLines(results: readonly TransferResult[]): string[] {
  return results.map(({ task, from, to, measures }) => {
    const note = from === to ? 'labelled modality, the upper bound' : `chance ${measures.chance.toFixed(1)}`;
    const score = measures.scores[measures.primary] as number;
    return `${task}  ${from} -> ${to}  ${measures.primary} ${score.toFixed(1)}  (${note})`;
  });
}
