/** An option of a command, in the words of any library that parses arguments. */
export interface OptionDescription {
  /** `--set <path=value>`. */
  readonly flags: string;
  readonly description: string;
  /** The name under which its values are passed on: `loadConfig(file, components, {set})`. */
  readonly name: 'set' | 'without' | 'add' | 'plugins';
}

/** What every command that takes a config lets its user change; each may be repeated, and gives a list of texts. */
export const OVERRIDE_OPTIONS: readonly OptionDescription[] = [
  { name: 'set', flags: '--set <path=value>', description: 'change a value of the config, for example training.epochs=8 or objectives.cmcm.weight=2; may be repeated' },
  { name: 'without', flags: '--without <name>', description: 'leave an objective out, or any component: tasks.retrieval; may be repeated' },
  { name: 'add', flags: '--add <component>', description: "add an objective, infonce or '{use: infonce, weight: 2}', or any component: 'tasks: retrieval'; may be repeated" },
];

/** For every command, of a config or of a run. */
export const PLUGIN_OPTION: OptionDescription = {
  name: 'plugins',
  flags: '--plugin <package>',
  description: 'a package or file with components of your own, which is executed; may be repeated',
};
