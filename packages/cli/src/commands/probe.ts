import { backendOption, type CommandContext } from '../command-context.js';
import { withOverrides } from '../config-options.js';
import { integerOption, listOption } from '../list-option.js';
import { runStudy, type StudyOptions } from '../run-study.js';

/** `cmg probe`: the study of a config beside plain contrast, and what its numbers say. */
export function addProbeCommand(context: CommandContext): void {
  withOverrides(
    context.program
      .command('probe')
      .description(
        'tell whether features, codes, training or pairs keep a config from a better result: it beside plain contrast and linear probes',
      )
      .requiredOption('--config <file>', 'what is to be judged, by path or name'),
  )
    .option('--seeds <n>', 'train each row with this many seeds; the table shows mean and spread', integerOption(1))
    .option('--tasks <names>', "try the codes on these tasks, by comma, in place of the config's", listOption)
    .option('--out <folder>', 'where the runs and the report go; default: runs/probe')
    .option('--fresh', 'train anew instead of going on with the runs that are there')
    .option('--json', 'print the table for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Examples:
  cmg probe --config folder
  cmg probe --config mine.yaml --seeds 3
  cmg probe --config mine.yaml --set training.epochs=8 --out runs/shorter

Needs labels of training and test clips; features are judged in each modality that has both. Ctrl-C saves; the same command goes on. It is \`cmg study probe --data FILE\`,
whose numbers it explains.`,
    )
    .action(({ config, ...options }: StudyOptions & { readonly config: string }) =>
      runStudy('probe', 'probe', { ...options, data: config }, context),
    );
}
