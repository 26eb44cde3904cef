import { backendOption, type CommandContext } from '../command-context.js';
import { withOverrides } from '../config-options.js';
import { integerOption, listOption } from '../list-option.js';
import { runStudy, type StudyOptions } from '../run-study.js';

/** `cmg demo`: the study of Baseline and what we ship on the shipped digits. */
export function addDemoCommand(context: CommandContext): void {
  withOverrides(
    context.program
      .command('demo')
      .description('pre-train Baseline and what we ship on the shipped digits; print the transfer table, write a report'),
  )
    .option('--seeds <n>', 'train each row with this many seeds; the table shows mean and spread', integerOption(1))
    .option('--tasks <names>', "try the codes on these tasks, by comma, in place of the config's", listOption)
    .option('--out <folder>', 'where the runs and the report go; default: runs/demo')
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

Ctrl-C saves; the same command goes on where it stopped. It is \`cmg study demo\`, which has more options.`,
    )
    .action((options: StudyOptions) => runStudy('demo', 'demo', options, context));
}
