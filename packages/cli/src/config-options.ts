import { type LoadConfigOptions, OVERRIDE_OPTIONS, PLUGIN_OPTION } from '@cmg/config';
import { CmgError } from '@cmg/core';
import type { CheckpointChoice } from '@cmg/trainer';
import { type Command, Option } from 'commander';
import { integerOption } from './list-option.js';

/** What {@link withOverrides} adds to a command's options. */
export interface OverrideOptions {
  readonly set?: readonly string[];
  readonly without?: readonly string[];
  readonly add?: readonly string[];
}

/** An option that may be repeated. */
const repeated = ({ flags, description }: { readonly flags: string; readonly description: string }): Option =>
  new Option(flags, description).argParser((text: string, all: string[] | undefined) => [...(all ?? []), text]);

/** Gives a command with `--config` the options that change what the config says. */
export const withOverrides = (command: Command): Command =>
  OVERRIDE_OPTIONS.map(repeated).reduce((all, option) => all.addOption(option), command);

export const overridesOf = ({ set, without, add }: OverrideOptions): LoadConfigOptions => ({ set, without, add });

/**
 * For a command in which `--config` may be left out.
 *
 * @throws CmgError of kind `usage` where there are changes, and no config that they would change
 */
export function refuseOverrides({ set = [], without = [], add = [] }: OverrideOptions): void {
  const [first] = [
    ...set.map((change) => `--set ${change}`),
    ...without.map((name) => `--without ${name}`),
    ...add.map((one) => `--add ${one}`),
  ];
  if (first !== undefined)
    throw new CmgError('changes a config, and none is given', { kind: 'usage', where: first, hint: 'Give it with --config FILE.' });
}

/** The `--step` option of each command that opens a run. */
export const stepOption = (): Option =>
  new Option(
    '--step <n>',
    'which checkpoint of the run: one that it keeps by its steps, best, or last; default: the best if kept',
  ).argParser((text): CheckpointChoice => (text === 'best' || text === 'last' ? text : integerOption(0)(text)));

/** The `--plugin` option of each command that opens a run. */
export const pluginOption = (): Option => repeated(PLUGIN_OPTION);
