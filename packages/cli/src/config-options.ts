import { type LoadConfigOptions, OVERRIDE_OPTIONS, PLUGIN_OPTION } from '@cmg/config';
import { type Command, Option } from 'commander';

/** What {@link withOverrides} adds to a command's options. */
export interface OverrideOptions {
  readonly set?: readonly string[];
  readonly without?: readonly string[];
  readonly add?: readonly string[];
}

/** An option that may be repeated. */
const repeated = ({ flags, description }: { readonly flags: string; readonly description: string }): Option =>
  new Option(flags, description).argParser((text: string, all: string[] = []) => [...all, text]);

/** Gives a command with `--config` the options that change what the config says. */
export const withOverrides = (command: Command): Command => OVERRIDE_OPTIONS.map(repeated).reduce((all, option) => all.addOption(option), command);

export const overridesOf = ({ set, without, add }: OverrideOptions): LoadConfigOptions => ({ set, without, add });

/** The `--plugin` option of each command that opens a run. */
export const pluginOption = (): Option => repeated(PLUGIN_OPTION);
