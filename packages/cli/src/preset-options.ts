import type { Command } from 'commander';
import { backendOption } from './command-context.js';
import { withOverrides } from './config-options.js';
import { integerOption, listOption } from './list-option.js';

/** Gives a command that runs one ready-made study what its user may change of it. */
export const withPresetOptions = (command: Command, study: string): Command =>
  withOverrides(command)
    .option('--seeds <n>', 'train each row with this many seeds; the table shows mean and spread', integerOption(1))
    .option('--tasks <names>', "try the codes on these tasks, by comma, in place of the config's", listOption)
    .option('--out <folder>', `where the runs and the report go; default: runs/${study}`)
    .option('--fresh', 'train anew instead of going on with the runs that are there')
    .option('--json', 'print the table for a program to read')
    .addOption(backendOption());
